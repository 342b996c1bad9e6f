package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.VersionRange;
import java.util.Set;

/**
 * Where something of a service holds; what is left empty does not matter.
 *
 * @param backends where it computes
 * @param supervisors who runs it
 * @param versions of the service; holds where the version is not known
 * @param gfx AMD's targets that have it
 * @param except AMD's targets that do not
 * @param integrated whether only integrated GPUs have it
 * @param wsl whether only under WSL2
 * @param cores whether only where the accelerator has several cores
 */
public record Where(
    Set<Backend> backends,
    Set<Supervisor> supervisors,
    VersionRange versions,
    Set<String> gfx,
    Set<String> except,
    boolean integrated,
    boolean wsl,
    boolean cores) {
  public Where {
    backends = Set.copyOf(backends);
    supervisors = Set.copyOf(supervisors);
    gfx = Set.copyOf(gfx);
    except = Set.copyOf(except);
  }

  /** Whether it holds for a service that runs so. */
  public boolean holds(Circumstances here) {
    return (backends.isEmpty() || backends.contains(here.backend()))
        && (supervisors.isEmpty() || supervisors.contains(here.supervisor()))
        && here.version().map(versions::contains).orElse(versions.open())
        && (gfx.isEmpty() || here.gfx().stream().anyMatch(gfx::contains))
        && (here.gfx().isEmpty() || !except.containsAll(here.gfx()))
        && (!integrated || here.integrated())
        && (!wsl || here.wsl())
        && (!cores || here.cores() > 1);
  }
}
