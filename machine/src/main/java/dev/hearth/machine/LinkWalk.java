package dev.hearth.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Follows symbolic links by hand, so that none leads out of the root. */
public final class LinkWalk {
  /** As the kernel's own limit. */
  private static final int MOST_LINKS = 40;

  private final Function<String, Optional<String>> links;
  private final List<String> followed = new ArrayList<>();

  /**
   * A walk over a tree.
   *
   * @param links what the link of a path says; empty where the path is no link
   */
  public LinkWalk(Function<String, Optional<String>> links) {
    this.links = links;
  }

  /** The path without links, {@code .} and {@code ..}; unknown where links run in a circle. */
  public Reading<String> resolve(String path) {
    Deque<String> todo = new ArrayDeque<>(parts(path));
    List<String> done = new ArrayList<>();
    int count = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
        continue;
      }
      done.add(part);
      String here = "/" + String.join("/", done);
      Optional<String> target = links.apply(here);
      if (target.isEmpty()) {
        continue;
      }
      if (++count > MOST_LINKS) {
        return Reading.unknown(path + " follows too many links");
      }
      followed.add(here);
      if (target.get().startsWith("/")) {
        done.clear();
      } else {
        done.removeLast();
      }
      parts(target.get()).reversed().forEach(todo::push);
    }
    return Reading.known("/" + String.join("/", done));
  }

  /** The links met on the way, in order. */
  public List<String> followed() {
    return List.copyOf(followed);
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }
}
