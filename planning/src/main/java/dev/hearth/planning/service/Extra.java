package dev.hearth.planning.service;

import dev.hearth.planning.Source;
import java.util.List;
import java.util.Optional;

/**
 * What a container sees and may, beyond the accelerator's device nodes.
 *
 * @param where it holds
 * @param variant how the service's makers call it: openvino-wsl; empty where they have no name
 * @param paths of this machine that the container sees at the same place, only to read
 * @param pathsThere the same, of those that exist
 * @param security options, as Docker writes them: systempaths=unconfined
 */
public record Extra(
    Where where,
    Optional<String> variant,
    List<String> paths,
    List<String> pathsThere,
    List<String> security,
    Source source) {
  public Extra {
    paths = List.copyOf(paths);
    pathsThere = List.copyOf(pathsThere);
    security = List.copyOf(security);
  }
}
