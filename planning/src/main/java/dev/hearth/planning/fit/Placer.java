package dev.hearth.planning.fit;

import dev.hearth.planning.fit.Execution.Layer;
import dev.hearth.planning.fit.Placement.Share;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Puts the parts of a model where its engine would put them. */
final class Placer {
  /** Filled in this order: what must be on the device comes first. */
  private static final List<Part> ORDER =
      List.of(Part.OVERHEAD, Part.ACTIVATIONS, Part.KV_CACHE, Part.WEIGHTS);

  private final MemoryNeed need;
  private final Room room;
  private final Map<Part, Long> onDevice = new EnumMap<>(Part.class);
  private final Map<Part, Long> onHost = new EnumMap<>(Part.class);
  private int layersOnDevice;

  private Placer(MemoryNeed need, Room room) {
    this.need = need;
    this.room = room;
    for (Part part : Part.values()) {
      onDevice.put(part, 0L);
      onHost.put(part, 0L);
    }
  }

  /** Everything in system memory, as the processor computes it. */
  static Placement onProcessor(MemoryNeed need, Room room) {
    Placer placer = new Placer(need, room);
    placer.allToHost();
    return placer.placement();
  }

  /** Device first, the rest as the engine does with it. */
  static Placement onDevice(MemoryNeed need, Room room) {
    Placer placer = new Placer(need, room);
    switch (need.execution().overflow()) {
      case REFUSED -> placer.allToDevice();
      case STREAMED_OVER_LINK -> placer.byBytes();
      case LAYERS_TO_CPU -> {
        if (placer.layersAddUp()) {
          placer.byLayers();
        } else {
          placer.byBytes();
        }
      }
    }
    return placer.placement();
  }

  private long fixed() {
    return bytes(Part.OVERHEAD) + bytes(Part.ACTIVATIONS);
  }

  private long bytes(Part part) {
    return need.amount(part).knownBytes();
  }

  private void allToHost() {
    for (Part part : Part.values()) {
      onHost.put(part, bytes(part));
    }
  }

  private void allToDevice() {
    for (Part part : Part.values()) {
      onDevice.put(part, bytes(part));
    }
  }

  private boolean layersAddUp() {
    Execution execution = need.execution();
    long weights = execution.atInput() + execution.atOutput();
    long cache = 0;
    for (Layer layer : execution.layers()) {
      weights += layer.weights();
      cache += layer.kvCache();
    }
    return !execution.layers().isEmpty()
        && weights == bytes(Part.WEIGHTS)
        && cache == bytes(Part.KV_CACHE);
  }

  /** The output first, then layers from the last one on, as many as there is room for. */
  private void byLayers() {
    Execution execution = need.execution();
    long taken = fixed() + execution.atOutput();
    if (taken > room.onDevice()) {
      allToHost();
      return;
    }
    long weights = execution.atOutput();
    long cache = 0;
    for (Layer layer : execution.layers().reversed()) {
      if (taken + layer.bytes() > room.onDevice()) {
        break;
      }
      taken += layer.bytes();
      weights += layer.weights();
      cache += layer.kvCache();
      layersOnDevice++;
    }
    split(weights, cache);
  }

  /** The cache first, then as much of the weights as there is room for. */
  private void byBytes() {
    long left = room.onDevice() - fixed();
    if (left < 0) {
      allToHost();
      return;
    }
    long cache = Math.min(bytes(Part.KV_CACHE), left);
    long movable = bytes(Part.WEIGHTS) - need.execution().atInput();
    split(Math.min(movable, left - cache), cache);
  }

  private void split(long weights, long cache) {
    onDevice.put(Part.OVERHEAD, bytes(Part.OVERHEAD));
    onDevice.put(Part.ACTIVATIONS, bytes(Part.ACTIVATIONS));
    onDevice.put(Part.WEIGHTS, weights);
    onDevice.put(Part.KV_CACHE, cache);
    onHost.put(Part.WEIGHTS, bytes(Part.WEIGHTS) - weights);
    onHost.put(Part.KV_CACHE, bytes(Part.KV_CACHE) - cache);
  }

  private Placement placement() {
    List<Share> shares = new ArrayList<>();
    long vram = room.vram();
    long shared = room.shared();
    long taken = 0;
    for (Part part : ORDER) {
      long wanted = onDevice.getOrDefault(part, 0L);
      long own = Math.min(wanted, vram);
      long gtt = Math.min(wanted - own, shared);
      vram -= own;
      shared -= gtt;
      taken += own + gtt;
      add(shares, Place.VRAM, part, own);
      add(shares, Place.SHARED, part, gtt);
      add(shares, Place.NOWHERE, part, wanted - own - gtt);
    }
    long ram = room.ramBeside(taken);
    for (Part part : ORDER) {
      long wanted = onHost.getOrDefault(part, 0L);
      long placed = Math.min(wanted, ram);
      ram -= placed;
      add(shares, Place.RAM, part, placed);
      add(shares, Place.NOWHERE, part, wanted - placed);
    }
    int layers = layersAddUp() ? need.execution().layers().size() : 0;
    return new Placement(shares, layersOnDevice, layers);
  }

  private static void add(List<Share> shares, Place place, Part part, long bytes) {
    if (bytes > 0) {
      shares.add(new Share(place, part, bytes));
    }
  }
}
