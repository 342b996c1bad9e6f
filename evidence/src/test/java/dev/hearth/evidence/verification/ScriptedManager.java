package dev.hearth.evidence.verification;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A manager of which only the looking is used. */
record ScriptedManager(List<String> inside, List<String> lines) implements Manager {
  @Override
  public void reload() {
    throw new AssertionError("a verification changes nothing");
  }

  @Override
  public void restart() {
    throw new AssertionError("a verification changes nothing");
  }

  @Override
  public void stop() {
    throw new AssertionError("a verification changes nothing");
  }

  @Override
  public State state() {
    return new State(State.Phase.RUNNING, "active (running)", 0);
  }

  @Override
  public boolean hasImage(String image) {
    return true;
  }

  @Override
  public void pull(String image, LongConsumer bytes) {
    throw new AssertionError("a verification fetches nothing");
  }

  @Override
  public List<String> devicesInside(List<String> nodes) {
    return nodes.stream().filter(inside::contains).toList();
  }

  @Override
  public Optional<String> trouble(Probe probe) {
    return Optional.empty();
  }

  @Override
  public List<String> log(Instant since) {
    return lines;
  }

  @Override
  public Words words() {
    return new Words("restart", "log", "state");
  }
}
