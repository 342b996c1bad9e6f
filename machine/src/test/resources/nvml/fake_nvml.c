/* A library with NVML's names and one made-up GPU, built and loaded by CompiledNvmlTest. */
#include <string.h>

typedef struct {
  char busIdLegacy[16];
  unsigned int domain, bus, device, pciDeviceId, pciSubSystemId;
  char busId[32];
} nvmlPciInfo_t;

typedef struct {
  unsigned long long total, free, used;
} nvmlMemory_t;

typedef struct device *nvmlDevice_t;

static int text(char *to, unsigned int size, const char *from) {
  if (strlen(from) + 1 > size) return 7;
  strcpy(to, from);
  return 0;
}

static int begun = 0;

int nvmlInit_v2(void) { begun = 1; return 0; }
int nvmlShutdown(void) { begun = 0; return 0; }
int nvmlSystemGetNVMLVersion(char *to, unsigned int size) { return text(to, size, "12.550.163.01"); }
int nvmlSystemGetDriverVersion(char *to, unsigned int size) {
  return begun ? text(to, size, "550.163.01") : 1;
}
int nvmlSystemGetCudaDriverVersion_v2(int *version) { *version = 12040; return 0; }
int nvmlDeviceGetCount_v2(unsigned int *count) { *count = 1; return begun ? 0 : 1; }
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device) {
  if (index != 0) return 2;
  *device = (nvmlDevice_t) 0x7f0000001234ULL;
  return 0;
}
int nvmlDeviceGetPciInfo_v3(nvmlDevice_t device, nvmlPciInfo_t *info) {
  if (device != (nvmlDevice_t) 0x7f0000001234ULL) return 2;
  memset(info, 0, sizeof *info);
  info->bus = 0x65;
  info->pciDeviceId = 0x268410de;
  strcpy(info->busId, "00000000:65:00.0");
  return 0;
}
int nvmlDeviceGetName(nvmlDevice_t device, char *to, unsigned int size) {
  return text(to, size, "NVIDIA GeForce RTX 4090");
}
int nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory) {
  memory->total = 25757220864ULL;
  memory->free = 25000000000ULL;
  memory->used = memory->total - memory->free;
  return 0;
}
int nvmlDeviceGetCudaComputeCapability(nvmlDevice_t device, int *major, int *minor) {
  *major = 8;
  *minor = 9;
  return 0;
}
