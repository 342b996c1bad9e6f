package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.ComposeText;
import dev.hearth.deployment.compose.Yaml;
import dev.hearth.planning.plan.Mount;
import java.util.List;
import java.util.Optional;

/** Volumes of compose files. */
final class ComposeVolumes {
  private ComposeVolumes() {}

  static String written(Mount mount) {
    return mount.source() + ":" + mount.target() + (mount.readOnly() ? ":ro" : "");
  }

  /** Where the container sees source:target:options. */
  static String target(String item) {
    String[] parts = item.split(":", -1);
    return parts.length > 1 ? parts[1] : item;
  }

  /** The file's text with a volume among those it declares. */
  static String declaring(ComposeService service, String volume) {
    ComposeText file = service.file();
    Optional<Yaml.Member> volumes = file.root().find("volumes");
    if (volumes.isEmpty()) {
      return YamlSplice.add(
          file, file.root(), Optional.empty(), List.of("volumes:", service.step() + volume + ":"));
    }
    return switch (volumes.get().value()) {
      case Yaml.Members members when !members.flow() ->
          YamlSplice.add(file, members, Optional.empty(), List.of(volume + ":"));
      case Yaml.Scalar scalar when scalar.empty() ->
          YamlSplice.below(file, volumes.get(), List.of(service.step() + volume + ":"));
      default -> throw service.refusal("its volumes are not written line by line");
    };
  }
}
