package dev.hearth.deployment.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A listener that remembers. */
final class Narrator implements Listener {
  final List<Step> begun = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final List<String> progress = new ArrayList<>();

  @Override
  public void stepBegins(Step step, String detail) {
    begun.add(step);
  }

  @Override
  public void stepEnds(Step step, String detail, Duration duration) {}

  @Override
  public void progress(Step step, long done, Optional<Long> total) {
    progress.add(step.key() + " " + done + "/" + total.map(Object::toString).orElse("?"));
  }

  @Override
  public void note(String text) {
    notes.add(text);
  }
}
