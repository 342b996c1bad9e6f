package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.SoftwareVulkan;
import dev.hearth.inference.device.Device;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Vulkan runtime as it is loaded for a GPU, over a GPU that the processor plays. */
@Tag("vulkan")
class VulkanSessionTest {
  @Test
  void theRuntimeOffersVulkanBesideTheProcessor() {
    OnnxSessions sessions = SoftwareVulkan.sessionsOrSkip();

    assertThat(sessions.providers()).contains("CPUExecutionProvider", "WebGpuExecutionProvider");
    assertThat(SoftwareVulkan.deviceOrSkip())
        .returns(true, Device::software)
        .returns("vulkan", device -> device.provider().key());
  }
}
