package dev.hearth.cli;

import dev.hearth.machine.tty.Tty;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A terminal whose keys a test types, and that writes down what is done to it. */
final class ScriptedTty implements Tty {
  private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();
  private final List<String> done = new ArrayList<>();
  private volatile Size size;

  ScriptedTty(int columns, int rows) {
    size = new Size(columns, rows);
  }

  void type(int key) {
    keys.add(key);
  }

  void resize(int columns, int rows) {
    size = new Size(columns, rows);
  }

  synchronized List<String> done() {
    return List.copyOf(done);
  }

  private synchronized void note(String what) {
    done.add(what);
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public boolean raw() {
    note("raw");
    return true;
  }

  @Override
  public void restore() {
    note("restored");
  }

  @Override
  public int read() {
    try {
      return keys.take();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return GONE;
    }
  }

  @Override
  public void stop() {
    note("stopped");
  }
}
