package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory in which the inputs of several requests lie one below the other. It is kept from run to
 * run, and so are the tensors over it: joining allocates nothing once the sizes were seen. Used by
 * one thread at a time.
 */
final class JoinedRows implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final Map<String, Column> columns = new HashMap<>();
  private final Map<Integer, Map<String, Tensor>> views = new HashMap<>();
  private int rows;

  /** Starts anew with rows of this form. */
  void begin(Map<String, Tensor> like) {
    rows = 0;
    boolean same = columns.size() == like.size();
    for (var input : like.entrySet()) {
      Column column = columns.get(input.getKey());
      same = same && column != null && column.takes(input.getValue());
    }
    if (same) {
      return;
    }
    views.clear();
    columns.keySet().removeIf(name -> dropped(name, like));
    like.forEach(
        (name, tensor) -> columns.computeIfAbsent(name, _ -> new Column(tensor)).reform(tensor));
  }

  private boolean dropped(String name, Map<String, Tensor> like) {
    Column column = columns.get(name);
    if (like.containsKey(name) || column == null) {
      return false;
    }
    column.close();
    return true;
  }

  /** Copies the inputs' rows below those that are there. */
  void append(Map<String, Tensor> inputs, int added) {
    inputs.forEach((name, tensor) -> column(name).put(tensor, rows, added));
    rows += added;
  }

  /** The rows that memory is made for when so many are needed. */
  static long room(int rows) {
    return rows == 1 ? 1 : Integer.highestOneBit(rows - 1) * 2L;
  }

  /**
   * The first rows as inputs of a run. Those beyond what was appended are old or repeated ones, so
   * that the model sees values it can take; their answers are nobody's.
   */
  Map<String, Tensor> inputs(int count) {
    columns.values().forEach(column -> column.fill(rows, count));
    Map<String, Tensor> known = views.get(count);
    if (known != null) {
      return known;
    }
    Map<String, Tensor> made = HashMap.newHashMap(columns.size());
    columns.forEach((name, column) -> made.put(name, column.tensor(count)));
    views.put(count, made);
    return made;
  }

  /** Lets no row of this run fill up another: one of them failed. */
  void forget() {
    columns.values().forEach(column -> column.written = 0);
  }

  @Override
  public void close() {
    columns.values().forEach(Column::close);
    columns.clear();
    views.clear();
  }

  private Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException("an input that the others have not: " + name);
    }
    return column;
  }

  /** One input of all requests. */
  private final class Column {
    private Tensor form;
    private long rowBytes;
    private Arena arena = Arena.ofShared();
    private MemorySegment memory;
    private int written;

    private Column(Tensor like) {
      this.form = formOf(like);
      this.rowBytes = rowBytes(like);
      this.memory = arena.allocate(rowBytes, ALIGNMENT);
    }

    private boolean takes(Tensor tensor) {
      return Rows.alike(form, tensor);
    }

    private void reform(Tensor like) {
      form = formOf(like);
      rowBytes = rowBytes(like);
      written = 0;
    }

    private void put(Tensor tensor, int at, int added) {
      ensure(at + added, at);
      MemorySegment source = Rows.memory(tensor);
      MemorySegment.copy(source, 0, memory, at * rowBytes, added * rowBytes);
      written = Math.max(written, at + added);
    }

    private void fill(int upTo, int count) {
      ensure(count, Math.max(upTo, written));
      for (int row = Math.max(upTo, written); row < count; row++) {
        MemorySegment.copy(memory, (upTo - 1) * rowBytes, memory, row * rowBytes, rowBytes);
      }
      written = Math.max(written, count);
    }

    /** Doubles, so that few sizes are ever allocated, and keeps what is there. */
    private void ensure(int needed, int kept) {
      if (memory.byteSize() >= needed * rowBytes) {
        return;
      }
      Arena larger = Arena.ofShared();
      MemorySegment grown = larger.allocate(room(needed) * rowBytes, ALIGNMENT);
      MemorySegment.copy(memory, 0, grown, 0, kept * rowBytes);
      arena.close();
      arena = larger;
      memory = grown;
      written = Math.min(written, kept);
      views.clear();
    }

    private Tensor tensor(int count) {
      Shape shape = Rows.ofRows(form.shape(), count);
      ByteBuffer bytes =
          memory.asSlice(0, count * rowBytes).asByteBuffer().order(ByteOrder.nativeOrder());
      return switch (form) {
        case Tensor.Floats _ -> new Tensor.Floats(bytes.asFloatBuffer(), shape);
        case Tensor.Ints _ -> new Tensor.Ints(bytes.asIntBuffer(), shape);
        case Tensor.Longs _ -> new Tensor.Longs(bytes.asLongBuffer(), shape);
        case Tensor.Bytes _ -> new Tensor.Bytes(bytes, shape);
      };
    }

    private void close() {
      arena.close();
    }

    private static long rowBytes(Tensor tensor) {
      return Rows.memory(tensor).byteSize() / tensor.shape().axis(0);
    }

    /** The type and the shape without the request's memory. */
    private static Tensor formOf(Tensor tensor) {
      Shape shape = tensor.shape();
      return switch (tensor) {
        case Tensor.Floats _ -> new Tensor.Floats(java.nio.FloatBuffer.allocate(0), shape);
        case Tensor.Ints _ -> new Tensor.Ints(java.nio.IntBuffer.allocate(0), shape);
        case Tensor.Longs _ -> new Tensor.Longs(java.nio.LongBuffer.allocate(0), shape);
        case Tensor.Bytes _ -> new Tensor.Bytes(ByteBuffer.allocate(0), shape);
      };
    }
  }
}
