package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.runtime.InferenceFailed.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages are those that users of the runtimes report. */
class InferenceFailedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Non-zero status code returned while running Conv node. Name:'347_nchwc' Status Message:"
            + " bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool)"
            + " Failed to allocate memory for requested buffer of size 285081600",
        "CUDA failure 2: out of memory ; GPU=0 ; hostname=ai ; expr=cudaMalloc((void**)&p, size);",
        "CUDNN failure 2: CUDNN_STATUS_ALLOC_FAILED ; GPU=0",
        "HIP failure 2: hipErrorOutOfMemory",
        "WebGPU device error(2): Out of memory",
        "WebGPU device error(3): vkCreateBuffer failed with VK_ERROR_OUT_OF_DEVICE_MEMORY\n"
            + " - While calling [Device].CreateBuffer([BufferDescriptor]).",
        "Name:'_token_2' Status Message: shader_helper.cc:291 AddVariableImpl"
            + " Too many storage buffers in shader. Current: 22, Max is 16",
        "vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY",
        "Buffer size (3185049600) exceeds the max buffer size limit (1073741824).",
        "[GPU] Exceeded max size of memory object allocation: requested 4546560000 bytes",
        "std::bad_alloc"
      })
  void wantOfMemoryIsKnownByItsWords(String message) {
    assertThat(InferenceFailed.kindOf(message)).isEqualTo(Kind.OUT_OF_MEMORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WebGPU device lost (1): A valid external Instance reference no longer exists.",
        "vkQueueSubmit failed with VK_ERROR_DEVICE_LOST",
        "CUDA failure 700: an illegal memory access was encountered ; GPU=0",
        "CUDA failure 46: all CUDA-capable devices are busy or unavailable ; GPU=0"
      })
  void aLostDeviceIsKnownByItsWords(String message) {
    assertThat(InferenceFailed.kindOf(message)).isEqualTo(Kind.DEVICE_LOST);
  }

  @Test
  void aDeviceLostForWantOfMemoryWantsMemory() {
    assertThat(InferenceFailed.kindOf("device lost: VK_ERROR_OUT_OF_DEVICE_MEMORY"))
        .isEqualTo(Kind.OUT_OF_MEMORY);
  }

  @Test
  void otherErrorsAreNeither() {
    assertThat(new InferenceFailed(new Exception("Invalid rank for input: pixels")).kind())
        .isEqualTo(Kind.OTHER);
  }
}
