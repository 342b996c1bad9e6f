package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The GPUs that the kernel's compute driver took on. Source: {@code
 * /sys/class/kfd/kfd/topology/nodes}; absent where the kernel is built without CONFIG_HSA_AMD.
 *
 * @param gpus by number
 * @param absence why there is none, where there is none
 */
record KfdTopology(List<KfdNode> gpus, String absence) {
  static final String NODES = "/sys/class/kfd/kfd/topology/nodes";

  /** A number of more digits is none of a node. */
  private static final int MOST_DIGITS = 6;

  KfdTopology {
    gpus = List.copyOf(gpus);
  }

  static KfdTopology read(Machine machine) {
    return switch (machine.names(NODES)) {
      case Reading.Unknown<List<String>>(String reason) -> new KfdTopology(List.of(), reason);
      case Reading.Known<List<String>>(List<String> names) ->
          new KfdTopology(gpus(machine, names), NODES + " lists no such GPU");
    };
  }

  private static List<KfdNode> gpus(Machine machine, List<String> names) {
    List<KfdNode> gpus = new ArrayList<>();
    for (String name : names) {
      OptionalInt number = number(name);
      if (number.isPresent()) {
        KfdNode node = KfdNode.read(machine, number.getAsInt(), NODES + "/" + name);
        if (node.isGpu()) {
          gpus.add(node);
        }
      }
    }
    gpus.sort(Comparator.comparingInt(KfdNode::number));
    return gpus;
  }

  private static OptionalInt number(String name) {
    if (name.isEmpty() || name.length() > MOST_DIGITS) {
      return OptionalInt.empty();
    }
    int number = 0;
    for (int at = 0; at < name.length(); at++) {
      char digit = name.charAt(at);
      if (digit < '0' || digit > '9') {
        return OptionalInt.empty();
      }
      number = number * 10 + digit - '0';
    }
    return OptionalInt.of(number);
  }
}
