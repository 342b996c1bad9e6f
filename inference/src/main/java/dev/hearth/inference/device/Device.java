package dev.hearth.inference.device;

import java.util.Optional;

/**
 * One thing that computes.
 *
 * @param provider how it is spoken to
 * @param ordinal which of the provider's devices: CUDA's device id; always 0 with Vulkan, where the
 *     process is shown one adapter only
 * @param name for people: {@code AMD Radeon 780M (RADV PHOENIX)}
 * @param pciAddress where it sits, as {@code 0000:03:00.0}; empty for processors and software
 * @param software whether the processor only plays the device: llvmpipe, SwiftShader
 */
public record Device(
    Provider provider, int ordinal, String name, Optional<String> pciAddress, boolean software) {
  /** This machine's processor. */
  public static final Device CPU = new Device(Provider.CPU, 0, "CPU", Optional.empty(), false);

  public boolean isCpu() {
    return provider == Provider.CPU;
  }

  @Override
  public String toString() {
    return isCpu() ? name : name + " (" + provider.label() + ")";
  }
}
