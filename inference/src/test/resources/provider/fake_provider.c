/*
 * A provider plug-in for ONNX Runtime that computes nothing. What it does wrong is chosen when it
 * is compiled: -DFAILS, -DEMPTY, -DNO_DEVICE, -DNO_SYMBOLS, -DTOO_NEW; without any it works, and
 * claims no node. Only what is called is declared; the rest of each structure is room.
 */
#include <stddef.h>
#include <stdint.h>

typedef struct Status Status;
typedef void (*Function)(void);

/* Places in the tables of the runtime's interface, version 22. */
enum { CREATE_STATUS = 0, HARDWARE_DEVICE_TYPE = 307, GET_PROVIDER_INTERFACE = 317 };
enum { CREATE_DEVICE = 0 };
enum { HARDWARE_CPU = 0, FAIL = 1, VERSION = 22 };

typedef struct {
  const Function *(*get_table)(uint32_t version);
  const char *(*get_version)(void);
} Runtime;

typedef struct Provider {
  uint32_t version;
  const char *(*name)(const struct Provider *self);
  Status *(*capability)(struct Provider *self, const void *graph, void *support);
  Status *(*compile)(struct Provider *self, const void **graphs, const void **nodes, size_t count,
                     void **computations, void **contexts);
  void (*release_computations)(struct Provider *self, void **computations, size_t count);
  Function optional[32];
} Provider;

typedef struct Factory {
  uint32_t version;
  const char *(*name)(const struct Factory *self);
  const char *(*vendor)(const struct Factory *self);
  Status *(*devices)(struct Factory *self, const void *const *hardware, size_t hardware_count,
                     void **devices, size_t most, size_t *count);
  Status *(*create)(struct Factory *self, const void *const *hardware, const void *const *metadata,
                    size_t count, const void *options, const void *logger, Provider **provider);
  void (*release)(struct Factory *self, Provider *provider);
  Function optional[32];
} Factory;

static const Function *table;

static const char *provider_name(const Provider *self) {
  (void)self;
  return "OpenVINOExecutionProvider";
}

static Status *claim_nothing(Provider *self, const void *graph, void *support) {
  (void)self, (void)graph, (void)support;
  return NULL;
}

static Status *compile_nothing(Provider *self, const void **graphs, const void **nodes,
                               size_t count, void **computations, void **contexts) {
  (void)self, (void)graphs, (void)nodes, (void)count, (void)computations, (void)contexts;
  return NULL;
}

static void release_nothing(Provider *self, void **computations, size_t count) {
  (void)self, (void)computations, (void)count;
}

static Provider provider = {VERSION,         provider_name,   claim_nothing,
                            compile_nothing, release_nothing, {NULL}};

static const char *factory_name(const Factory *self) {
  (void)self;
  return "OpenVINOExecutionProvider";
}

static const char *factory_vendor(const Factory *self) {
  (void)self;
  return "nobody";
}

static Status *supported(Factory *self, const void *const *hardware, size_t hardware_count,
                         void **devices, size_t most, size_t *count) {
  *count = 0;
#ifndef NO_DEVICE
  int (*type)(const void *) = (int (*)(const void *))table[HARDWARE_DEVICE_TYPE];
  const Function *(*interface)(void) =
      (const Function *(*)(void))table[GET_PROVIDER_INTERFACE];
  Status *(*device)(Factory *, const void *, const void *, const void *, void **) =
      (Status * (*)(Factory *, const void *, const void *, const void *, void **))
          interface()[CREATE_DEVICE];
  for (size_t i = 0; i < hardware_count && *count < most; i++) {
    if (type(hardware[i]) == HARDWARE_CPU) {
      Status *failed = device(self, hardware[i], NULL, NULL, &devices[*count]);
      if (failed != NULL) {
        return failed;
      }
      ++*count;
    }
  }
#else
  (void)self, (void)hardware, (void)hardware_count, (void)devices, (void)most;
#endif
  return NULL;
}

static Status *create(Factory *self, const void *const *hardware, const void *const *metadata,
                      size_t count, const void *options, const void *logger, Provider **out) {
  (void)self, (void)hardware, (void)metadata, (void)count, (void)options, (void)logger;
  *out = &provider;
  return NULL;
}

static void release(Factory *self, Provider *of) {
  (void)self, (void)of;
}

static uint32_t vendor_id(const Factory *self) {
  (void)self;
  return 0;
}

static const char *version(const Factory *self) {
  (void)self;
  return "1.0.0";
}

/* For what has nothing to do: no allocator, no stream, no copying, no objection. */
static Status *nothing(void) {
  return NULL;
}

#define NOTHING (Function)nothing

static Factory factory = {
    VERSION, factory_name, factory_vendor, supported, create, release,
    {(Function)vendor_id, (Function)version, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING,
     NOTHING, NOTHING, NOTHING}};

#ifndef NO_SYMBOLS
Status *CreateEpFactories(const char *registered, const Runtime *runtime, const void *logger,
                          Factory **factories, size_t most, size_t *count) {
  (void)registered, (void)logger, (void)most;
  table = runtime->get_table(VERSION);
  *count = 0;
#ifdef TOO_NEW
  if (runtime->get_table(10000) == NULL) {
    Status *(*status)(int, const char *) = (Status * (*)(int, const char *))table[CREATE_STATUS];
    return status(FAIL, "this provider needs API version 10000");
  }
#endif
#ifdef FAILS
  Status *(*status)(int, const char *) = (Status * (*)(int, const char *))table[CREATE_STATUS];
  return status(FAIL, "the firmware of the device is asleep");
#endif
#ifndef EMPTY
  factories[0] = &factory;
  *count = 1;
#else
  (void)factories;
#endif
  return NULL;
}

Status *ReleaseEpFactory(Factory *released) {
  (void)released;
  return NULL;
}
#else
const Factory *unused_factory(void) {
  return &factory;
}
#endif
