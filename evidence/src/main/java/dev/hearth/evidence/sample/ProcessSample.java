package dev.hearth.evidence.sample;

import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.Handles;
import dev.hearth.machine.usage.KfdUse;
import dev.hearth.machine.usage.ProcessId;
import java.util.Map;

/**
 * One process at one moment.
 *
 * @param handles what it has opened
 * @param kfd what it does on each AMD GPU, by KFD's id
 */
public record ProcessSample(
    ProcessId id, Reading<Handles> handles, Map<Long, Reading<KfdUse>> kfd) {
  public ProcessSample {
    kfd = Map.copyOf(kfd);
  }
}
