package dev.hearth.inference.runtime;

/** A session that holds a model in memory until it is closed. */
public interface OpenSession extends Session, AutoCloseable {
  /** Frees the model. No run may be under way. */
  @Override
  void close();
}
