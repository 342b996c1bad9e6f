package dev.hearth.bench;

import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/** Copies its only input and no more: what joining cannot be faster than. */
record CopyingSession(MemorySegment target) implements OpenSession {
  @Override
  public Signature signature() {
    return new Signature(List.of(), List.of(), Map.of());
  }

  @Override
  public Outputs run(Map<String, Tensor> inputs) {
    if (inputs.values().iterator().next() instanceof Tensor.Floats floats) {
      MemorySegment source = MemorySegment.ofBuffer(floats.data());
      MemorySegment.copy(source, 0, target, 0, source.byteSize());
    }
    return new Outputs(List.of("out"), List.copyOf(inputs.values()));
  }

  @Override
  public void close() {}
}
