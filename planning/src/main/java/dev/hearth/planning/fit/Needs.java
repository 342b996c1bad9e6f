package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.machine.Reading.Known;
import dev.hearth.planning.Backend;
import dev.hearth.planning.fit.Amount.Basis;
import dev.hearth.planning.fit.Execution.Layer;
import dev.hearth.planning.weights.Format;
import dev.hearth.planning.weights.LayerWeights;
import dev.hearth.planning.weights.OnnxGraph.Activations;
import dev.hearth.planning.weights.Transformer;
import dev.hearth.planning.weights.WeightsFacts;
import java.util.ArrayList;
import java.util.List;

/** What a model needs, from the facts of its files or from what is known of a service. */
public final class Needs {
  private static final String LLAMA = "llama.cpp";
  private static final String ONNX_RUNTIME = "onnxruntime";
  private static final String PYTORCH = "pytorch";

  private Needs() {}

  /** The need of a model: GGUF as llama.cpp runs it, ONNX as ONNX Runtime, else as PyTorch. */
  public static MemoryNeed of(WeightsFacts facts, NeedOptions options) {
    return switch (facts.format()) {
      case GGUF -> llama(facts, options);
      case ONNX -> onnx(facts, options);
      case SAFETENSORS -> pytorch(facts, options);
    };
  }

  /** The need of a service with the models it loads by itself, all in memory at once. */
  public static MemoryNeed of(ServiceModels service, Backend backend) {
    long bytes = service.models().stream().mapToLong(ServiceModels.Model::bytes).sum();
    List<String> notes = new ArrayList<>();
    for (ServiceModels.Model model : service.models()) {
      notes.add(model.name() + ": " + Quantity.bytes(model.bytes()) + " (" + model.source() + ")");
    }
    notes.add(service.note());
    return new MemoryNeed(
        service.service(),
        Amount.of(bytes, Basis.ESTIMATE, "the sizes of its default models' files, all loaded"),
        Amount.unknown("no file was read; ask for one: hearth fit FILE"),
        noCache(),
        Overheads.of(backend, ONNX_RUNTIME),
        whole(backend, "ONNX Runtime"),
        notes);
  }

  private static MemoryNeed llama(WeightsFacts facts, NeedOptions options) {
    KvCache cache = KvCache.of(facts.transformer(), options);
    LayerWeights weights = facts.layers();
    Execution execution =
        new Execution(
            options.backend(),
            "llama.cpp (Ollama)",
            Overflow.LAYERS_TO_CPU,
            layers(facts, cache),
            weights.atInput(),
            weights.atOutput(),
            Reading.known(readPerToken(facts)));
    return new MemoryNeed(
        facts.name(),
        weights(facts),
        GraphBuffers.of(facts.transformer(), options),
        cache.amount(),
        Overheads.of(options.backend(), LLAMA),
        execution,
        notes(facts, options));
  }

  /** Layers are only told when both lists agree; else bytes are split without them. */
  private static List<Layer> layers(WeightsFacts facts, KvCache cache) {
    List<Long> weights = facts.layers().repeating();
    List<Layer> layers = new ArrayList<>();
    boolean cached = cache.layers().size() == weights.size();
    if (!cached && cache.amount().knownBytes() > 0) {
      return layers;
    }
    for (int i = 0; i < weights.size(); i++) {
      layers.add(new Layer(weights.get(i), cached ? cache.layers().get(i) : 0));
    }
    return layers;
  }

  /** All weights but the table of tokens, of which one row is read, and the experts left out. */
  private static long readPerToken(WeightsFacts facts) {
    LayerWeights layers = facts.layers();
    long all = facts.bytes() - layers.atInput();
    if (facts.transformer() instanceof Known<Transformer>(Transformer model)
        && model.experts() instanceof Known<Transformer.Experts>(Transformer.Experts experts)) {
      double idle = 1 - (double) experts.used() / experts.all();
      return all - (long) (layers.experts() * idle);
    }
    return all;
  }

  private static MemoryNeed onnx(WeightsFacts facts, NeedOptions options) {
    Amount activations =
        facts
            .graph()
            .map(graph -> activations(graph.activations(options.dimensions())))
            .orElse(Amount.unknown("its graph could not be followed"));
    return new MemoryNeed(
        facts.name(),
        weights(facts),
        activations,
        noCache(),
        Overheads.of(options.backend(), ONNX_RUNTIME),
        whole(options.backend(), "ONNX Runtime"),
        notes(facts, options));
  }

  private static Amount activations(Activations activations) {
    if (activations.bytes() instanceof Known<Long>(Long bytes)) {
      return Amount.of(bytes, Basis.ESTIMATE, activations.basis());
    }
    String ends =
        activations
            .ends()
            .asOptional()
            .map(bytes -> "; its inputs and outputs alone are " + Quantity.bytes(bytes))
            .orElse("");
    return Amount.unknown(activations.basis() + ends);
  }

  private static MemoryNeed pytorch(WeightsFacts facts, NeedOptions options) {
    boolean generates = facts.transformer() instanceof Known<Transformer>;
    KvCache cache = KvCache.of(facts.transformer(), options);
    Execution execution = whole(options.backend(), "PyTorch");
    return new MemoryNeed(
        facts.name(),
        weights(facts),
        generates
            ? GraphBuffers.of(facts.transformer(), options)
            : Amount.unknown("safetensors files tell nothing of the computation"),
        generates ? cache.amount() : Amount.unknown("without its config.json: " + unknown(facts)),
        Overheads.of(options.backend(), PYTORCH),
        new Execution(
            execution.backend(),
            execution.engine(),
            execution.overflow(),
            List.of(),
            0,
            0,
            generates ? Reading.known(facts.bytes()) : execution.readPerToken()),
        notes(facts, options));
  }

  private static String unknown(WeightsFacts facts) {
    return facts.transformer() instanceof Reading.Unknown<Transformer>(String reason) ? reason : "";
  }

  private static Execution whole(Backend backend, String engine) {
    return new Execution(
        backend,
        engine,
        Overflow.REFUSED,
        List.of(),
        0,
        0,
        Reading.unknown(engine + " answers a request at once, not token by token"));
  }

  private static Amount weights(WeightsFacts facts) {
    String types = String.join(", ", facts.bytesByType().keySet());
    return Amount.of(
        facts.bytes(),
        Basis.READ,
        Quantity.format(
            "the sum of all tensors, %.3g billion numbers stored as %s",
            facts.parameters() / 1e9, types));
  }

  private static Amount noCache() {
    return Amount.of(0, Basis.READ, "nothing is kept from request to request");
  }

  private static List<String> notes(WeightsFacts facts, NeedOptions options) {
    List<String> notes = new ArrayList<>(facts.notes());
    if (facts.parts().read() < facts.parts().expected()) {
      notes.add(
          Quantity.format(
              "only %d of the model's %d files were read: the need is larger",
              facts.parts().read(), facts.parts().expected()));
    }
    if (!facts.externalFiles().isEmpty()) {
      notes.add("weights in files beside it are counted: " + facts.externalFiles());
    }
    if (facts.transformer() instanceof Known<Transformer>(Transformer model)
        && model.contextLength() instanceof Known<Long>(Long trained)
        && options.contextTokens() > trained) {
      notes.add(
          Quantity.format(
              "the model was trained for %d tokens, %d were asked for",
              trained, options.contextTokens()));
    }
    if (facts.format() == Format.GGUF && options.backend() != Backend.CPU && isTied(facts)) {
      notes.add("the token table is the output matrix too; the processor keeps a copy of it");
    }
    return notes;
  }

  private static boolean isTied(WeightsFacts facts) {
    return facts.layers().tied() && facts.layers().tokens() > 0;
  }
}
