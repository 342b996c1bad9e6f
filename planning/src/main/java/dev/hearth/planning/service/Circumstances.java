package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.Version;
import java.util.Optional;
import java.util.Set;

/**
 * How a service is to run, as far as its data ask.
 *
 * @param backend where it computes
 * @param supervisor who runs it
 * @param version of the service, where it is known
 * @param gfx AMD's targets of the accelerators it uses
 * @param integrated whether one of them is integrated
 * @param wsl whether under WSL2
 * @param cores of the accelerator where it counts in cores, as NPUs do; else 1
 */
public record Circumstances(
    Backend backend,
    Supervisor supervisor,
    Optional<Version> version,
    Set<String> gfx,
    boolean integrated,
    boolean wsl,
    int cores) {
  public Circumstances {
    gfx = Set.copyOf(gfx);
  }
}
