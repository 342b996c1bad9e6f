package dev.hearth.bench;

import java.io.IOException;

/** What one worker thread does again and again. */
public interface Work extends AutoCloseable {
  /**
   * Does one piece of work.
   *
   * @param photo index of the photo
   * @return whether the answer was good
   */
  boolean once(int photo) throws IOException;

  @Override
  void close() throws IOException;

  /** Makes the work of each thread. */
  interface Source {
    Work open();
  }
}
