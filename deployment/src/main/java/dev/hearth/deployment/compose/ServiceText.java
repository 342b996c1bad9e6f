package dev.hearth.deployment.compose;

import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Port;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a compose file says of one service, with variables put in.
 *
 * @param anchors of its file
 * @param service its part
 * @param folder that relative paths begin at
 * @param home that ~ stands for
 * @param values of variables
 */
public record ServiceText(
    Anchors anchors, Yaml service, Path folder, String home, Interpolation values) {

  /** The service of a file. */
  public static Optional<ServiceText> of(
      ComposeText file, String name, Path folder, Interpolation values) {
    return file.service(name)
        .map(part -> new ServiceText(new Anchors(file.root()), part, folder, "~", values));
  }

  private Optional<Yaml> at(String name) {
    return anchors.at(service, name);
  }

  private Optional<String> text(Yaml part) {
    return anchors.follow(part).text().flatMap(values::resolve);
  }

  private List<Yaml> items(String name) {
    return at(name).map(Yaml::items).orElse(List.of());
  }

  /** A setting that is one text. */
  public Optional<String> text(String name) {
    return at(name).flatMap(this::text);
  }

  /** The image with its variables put in. */
  public Optional<String> image() {
    return text("image").filter(image -> !image.isEmpty() && !image.endsWith(":"));
  }

  public boolean hostNetwork() {
    return text("network_mode").filter("host"::equals).isPresent();
  }

  /**
   * The variables that it sets, also through files of variables.
   *
   * @param files texts by path
   */
  public Map<String, String> environment(Function<Path, Optional<String>> files) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String file : environmentFiles()) {
      files
          .apply(folder.resolve(file).normalize())
          .map(Interpolation::parseFile)
          .ifPresent(all::putAll);
    }
    at("environment").ifPresent(part -> all.putAll(written(part)));
    return all;
  }

  private List<String> environmentFiles() {
    Optional<Yaml> part = at("env_file");
    List<Yaml> parts =
        part.map(Yaml::items).filter(items -> !items.isEmpty()).orElse(part.stream().toList());
    List<String> files = new ArrayList<>();
    for (Yaml each : parts) {
      text(each)
          .or(() -> anchors.at(each, "path").flatMap(this::text))
          .filter(name -> name.indexOf('\0') < 0)
          .ifPresent(files::add);
    }
    return files;
  }

  /** The variables of a mapping, or of a list of assignments. */
  private Map<String, String> written(Yaml part) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Yaml.Member member : anchors.members(part)) {
      text(member.value()).ifPresent(value -> all.put(member.name(), value));
    }
    for (Yaml item : part.items()) {
      text(item)
          .filter(line -> line.indexOf('=') > 0)
          .ifPresent(line ->
              all.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    }
    return all;
  }

  public List<Port> ports() {
    List<Port> ports = new ArrayList<>();
    for (Yaml item : items("ports")) {
      Optional<String> line = text(item);
      if (line.isPresent()) {
        ports.addAll(Spellings.ports(line.get()));
      } else {
        anchors
            .at(item, "target")
            .flatMap(this::text)
            .ifPresent(inside ->
                anchors
                    .at(item, "published")
                    .flatMap(this::text)
                    .ifPresent(outside ->
                        ports.addAll(
                            Spellings.ports(
                                anchors
                                        .at(item, "host_ip")
                                        .flatMap(this::text)
                                        .map(ip -> ip + ":")
                                        .orElse("")
                                    + outside
                                    + ":"
                                    + inside))));
      }
    }
    return List.copyOf(ports);
  }

  public List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    for (Yaml item : items("volumes")) {
      Optional<String> line = text(item);
      if (line.isPresent()) {
        Spellings.mount(line.get(), this::source).ifPresent(mounts::add);
      } else {
        Optional<String> source = anchors.at(item, "source").flatMap(this::text);
        Optional<String> target = anchors.at(item, "target").flatMap(this::text);
        boolean readOnly =
            anchors.at(item, "read_only").flatMap(this::text).filter("true"::equals).isPresent();
        if (source.isPresent() && target.isPresent()) {
          mounts.add(new Mount(source(source.get()), target.get(), readOnly));
        }
      }
    }
    return List.copyOf(mounts);
  }

  private String source(String written) {
    if (written.startsWith("~")) {
      return home + written.substring(1);
    }
    return written.startsWith(".") && written.indexOf('\0') < 0
        ? folder.resolve(written).normalize().toString()
        : written;
  }
}
