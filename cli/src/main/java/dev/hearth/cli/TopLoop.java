package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.top.TopSample;
import dev.hearth.cli.top.TopScreen;
import dev.hearth.cli.top.View;
import dev.hearth.machine.tty.Tty;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Shows samples until a person quits. Keys are answered even while a sample takes its time: each
 * comes on a thread of its own.
 */
final class TopLoop {
  /** How soon a terminal that was resized is drawn anew. */
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Who was away for longer was stopped, and finds the terminal in the shell's settings. */
  private static final long AWAY = Duration.ofSeconds(3).toNanos();

  private static final Duration STOPPING = Duration.ofMillis(50);

  private final LiveScreen screen;
  private final Tty tty;
  private final Paint paint;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private Optional<TopSample> latest = Optional.empty();
  private View view;

  /** What happens. */
  private sealed interface Event {
    record Key(int key) implements Event {}

    record Sampled(TopSample sample) implements Event {}

    record Failed(RuntimeException failure) implements Event {}
  }

  TopLoop(LiveScreen screen, Tty tty, Paint paint, View view) {
    this.screen = screen;
    this.tty = tty;
    this.paint = paint;
    this.view = view;
  }

  /** Runs until the person has seen enough, or the terminal is gone. */
  void run(TopSource source, Duration interval) throws InterruptedException {
    Thread sampling =
        Thread.ofPlatform().name("top-samples").daemon().start(() -> sample(source, interval));
    Thread.ofPlatform().name("top-keys").daemon().start(this::keys);
    try (screen) {
      screen.open();
      draw();
      loop();
    } finally {
      sampling.interrupt();
    }
  }

  private void loop() throws InterruptedException {
    long last = System.nanoTime();
    boolean goesOn = true;
    while (goesOn) {
      Event event = events.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      if (System.nanoTime() - last > AWAY) {
        screen.open();
        draw();
      }
      goesOn = event == null || take(event);
      last = System.nanoTime();
      Tty.Size size = tty.size();
      if (size.columns() != view.columns() || size.rows() != view.rows()) {
        draw();
      }
    }
  }

  /** Whether to go on after it. */
  private boolean take(Event event) throws InterruptedException {
    switch (event) {
      case Event.Failed(RuntimeException failure) -> throw failure;
      case Event.Sampled(TopSample sample) -> {
        if (!view.paused()) {
          latest = Optional.of(sample);
          draw();
        }
        return true;
      }
      case Event.Key(int key) -> {
        if (key == Tty.GONE) {
          return false;
        }
        View.Turn turn = view.after(key);
        view = turn.view();
        return act(turn.action());
      }
    }
  }

  private boolean act(View.Action action) throws InterruptedException {
    switch (action) {
      case QUIT -> {
        return false;
      }
      case STOP -> {
        screen.close();
        tty.stop();
        // The signal may reach another thread first.
        Thread.sleep(STOPPING);
        screen.open();
        draw();
      }
      case SHOW -> draw();
      case NOTHING -> {}
    }
    return true;
  }

  private void draw() {
    Tty.Size size = tty.size();
    view = view.sized(size.columns(), size.rows());
    latest.ifPresent(sample -> screen.draw(TopScreen.of(sample, view, paint), size));
  }

  private void keys() {
    int key;
    do {
      key = tty.read();
      events.add(new Event.Key(key));
    } while (key != Tty.GONE);
  }

  private void sample(TopSource source, Duration interval) {
    try {
      // Shares need two looks: the first one soon after the beginning.
      events.add(new Event.Sampled(source.next()));
      Thread.sleep(interval.dividedBy(2));
      long due = System.nanoTime();
      while (true) {
        events.add(new Event.Sampled(source.next()));
        due = Math.max(due + interval.toNanos(), System.nanoTime());
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      events.add(new Event.Failed(failed));
    }
  }
}
