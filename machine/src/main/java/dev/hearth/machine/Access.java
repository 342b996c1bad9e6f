package dev.hearth.machine;

/**
 * What this process may do with a file.
 *
 * @param read whether it may be read
 * @param write whether it may be written
 */
public record Access(boolean read, boolean write) {
  /** What a compute device needs. */
  public boolean readWrite() {
    return read && write;
  }
}
