package dev.hearth.inference.runtime;

import dev.hearth.inference.device.Placement;
import java.util.List;

/** A session that holds a model in memory until it is closed. */
public interface OpenSession extends Session, AutoCloseable {
  /** Where the runtime put the model's nodes. */
  default Placement placement() {
    return new Placement(List.of(), List.of());
  }

  /** Frees the model. No run may be under way. */
  @Override
  void close();
}
