package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The messages are those of ONNX Runtime 1.29. */
class DeviceRefusalsTest {
  private static final Device RADEON =
      new Device(Provider.VULKAN, 0, "AMD Radeon 780M", Optional.of("0000:c4:00.0"), false);
  private static final Device L4 =
      new Device(Provider.CUDA, 0, "NVIDIA L4", Optional.empty(), false);

  @Test
  void aDriverThatTheRuntimeRefusesIsToBeReplaced() {
    Problem problem =
        told(
            RADEON,
            "Error code - ORT_FAIL - message: /onnxruntime_src/onnxruntime/core/providers/webgpu/"
                + "webgpu_context.cc:100 onnxruntime::webgpu::WebGpuContext::Initialize(const"
                + " onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status =="
                + " wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter:"
                + " No supported adapters\nstack");

    assertThat(problem.what())
        .isEqualTo("The runtime refuses the Vulkan driver of AMD Radeon 780M");
    assertThat(problem.evidence())
        .isEqualTo("Failed to get a WebGPU adapter: No supported adapters");
    assertThat(problem.remedy()).contains("newer", "--backend cpu");
  }

  @Test
  void aLibraryThatCudaNeedsIsNamed() {
    Problem problem =
        told(
            L4,
            "Error code - ORT_FAIL - message: provider_bridge_ort.cc:1964 Failed to load library"
                + " /d/libonnxruntime_providers_cuda.so with error: libcudnn.so.9: cannot open"
                + " shared object file: No such file or directory");

    assertThat(problem.what())
        .isEqualTo("The CUDA runtime needs libcudnn.so.9, which is not installed");
  }

  @Test
  void aDriverTooOldForCudaIsToBeUpdated() {
    Problem problem =
        told(
            L4,
            "CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ;"
                + " GPU=0 ; hostname=box");

    assertThat(problem.what()).contains("too old", "NVIDIA L4");
    assertThat(problem.remedy()).contains("--backend vulkan");
  }

  @Test
  void aModelThatDoesNotFitIsNotTheModelsFault() {
    assertThat(told(L4, "Failed to allocate memory for requested buffer of size 8388608000").what())
        .isEqualTo("NVIDIA L4 (CUDA) has no memory left for this model");
  }

  @Test
  void whatIsNotKnownIsNotBlamedOnTheDevice() {
    assertThat(DeviceRefusals.of(RADEON, new Exception("Protobuf parsing failed."))).isEmpty();
  }

  private static Problem told(Device device, String message) {
    Optional<ProblemException> refusal = DeviceRefusals.of(device, new Exception(message));
    Problem problem = refusal.orElseThrow().problem();
    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
    return problem;
  }
}
