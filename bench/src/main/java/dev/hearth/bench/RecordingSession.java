package dev.hearth.bench;

import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the model and keeps a copy of what it was given, so that the same run can be done again
 * without what prepared it.
 */
final class RecordingSession implements Session {
  /** One run of one model, its inputs ready. */
  record Recorded(Session session, Map<String, Tensor> inputs) {
    Outputs again() {
      return session.run(inputs);
    }
  }

  private final Session session;
  private final Arena memory;
  private final List<Recorded> runs;

  /**
   * @param memory holds the copies
   * @param runs gets one element a run
   */
  RecordingSession(Session session, Arena memory, List<Recorded> runs) {
    this.session = session;
    this.memory = memory;
    this.runs = runs;
  }

  @Override
  public Signature signature() {
    return session.signature();
  }

  @Override
  public Outputs run(Map<String, Tensor> inputs) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> copies.put(name, copy(tensor)));
    runs.add(new Recorded(session, copies));
    return session.run(inputs);
  }

  private Tensor copy(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Floats(var data, var shape) ->
          new Tensor.Floats(bytes(MemorySegment.ofBuffer(data)).asFloatBuffer(), shape);
      case Tensor.Ints(var data, var shape) ->
          new Tensor.Ints(bytes(MemorySegment.ofBuffer(data)).asIntBuffer(), shape);
      case Tensor.Longs(var data, var shape) ->
          new Tensor.Longs(bytes(MemorySegment.ofBuffer(data)).asLongBuffer(), shape);
      case Tensor.Bytes(var data, var shape) ->
          new Tensor.Bytes(bytes(MemorySegment.ofBuffer(data)), shape);
    };
  }

  private ByteBuffer bytes(MemorySegment given) {
    long alignment = 64;
    MemorySegment copy = memory.allocate(given.byteSize(), alignment);
    MemorySegment.copy(
        given, ValueLayout.JAVA_BYTE, 0, copy, ValueLayout.JAVA_BYTE, 0, given.byteSize());
    return copy.asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
