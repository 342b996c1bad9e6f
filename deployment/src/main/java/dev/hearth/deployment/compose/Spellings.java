package dev.hearth.deployment.compose;

import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The short spellings that Docker, Compose and Podman share. */
public final class Spellings {
  private static final Pattern PORT =
      Pattern.compile(
          "(?:(?<host>\\[[0-9A-Fa-f:.]+]|[0-9.]+):)?(?<outside>\\d{1,5})(?:-(?<last>\\d{1,5}))?"
              + ":(?<inside>\\d{1,5})(?:-\\d{1,5})?(?:/tcp)?");
  private static final int MOST_PORTS = 100;

  private Spellings() {}

  /** The ports in 127.0.0.1:3003:3003; none where it leaves the outer one to chance, or is UDP. */
  public static List<Port> ports(String text) {
    Matcher parts = PORT.matcher(text.strip());
    if (!parts.matches()) {
      return List.of();
    }
    String host = Optional.ofNullable(parts.group("host")).orElse("");
    int outside = Integer.parseInt(parts.group("outside"));
    int inside = Integer.parseInt(parts.group("inside"));
    int last = Optional.ofNullable(parts.group("last")).map(Integer::parseInt).orElse(outside);
    List<Port> ports = new ArrayList<>();
    for (int i = 0; i <= Math.min(last - outside, MOST_PORTS); i++) {
      ports.add(new Port(host, outside + i, inside + i));
    }
    return List.copyOf(ports);
  }

  /** The mount in source:target:options; empty where it has no source. */
  public static Optional<Mount> mount(String text, UnaryOperator<String> source) {
    String[] parts = text.strip().split(":", -1);
    if (parts.length < 2 || parts[0].isEmpty() || !parts[1].startsWith("/")) {
      return Optional.empty();
    }
    boolean readOnly = parts.length > 2 && List.of(parts[2].split(",", -1)).contains("ro");
    return Optional.of(new Mount(source.apply(parts[0]), parts[1], readOnly));
  }

  /** The name of an image without tag and digest, as registries know it. */
  public static String repository(String image) {
    String name = untagged(image);
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    if (slash < 0) {
      return "docker.io/library/" + name;
    }
    boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
    return registry
        ? name.replaceFirst("^index\\.docker\\.io/", "docker.io/")
        : "docker.io/" + name;
  }

  /** The name of an image as it is written, without tag and digest. */
  public static String untagged(String image) {
    int digest = image.indexOf('@');
    String name = digest < 0 ? image : image.substring(0, digest);
    int variable = name.indexOf('$');
    int colon = (variable < 0 ? name : name.substring(0, variable)).lastIndexOf(':');
    return colon > name.lastIndexOf('/', variable < 0 ? name.length() : variable)
        ? name.substring(0, colon)
        : name;
  }

  /** What follows the name: ":v3.1.0-rocm", "@sha256:…", nothing. */
  public static String tag(String image) {
    return image.substring(untagged(image).length());
  }
}
