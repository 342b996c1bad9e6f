package dev.hearth.planning.weights;

import dev.hearth.machine.Reading;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a model file tells about itself.
 *
 * @param format how it is written
 * @param name the file's name
 * @param bytes all tensors together, exactly
 * @param parameters numbers in all tensors together
 * @param bytesByType bytes by the type they are stored as: {@code F16}, {@code Q4_K}
 * @param transformer its shape, where the file tells one
 * @param layers its weights by layer, where the file tells
 * @param graph the graph that computes it; ONNX only
 * @param externalFiles files beside it that hold tensors; their bytes are counted already
 * @param parts how many files of a split model were read, and of how many
 * @param notes what a person should know: a file that ends too early, tensors left out
 */
public record WeightsFacts(
    Format format,
    String name,
    long bytes,
    long parameters,
    SortedMap<String, Long> bytesByType,
    Reading<Transformer> transformer,
    LayerWeights layers,
    Optional<OnnxGraph> graph,
    SortedSet<String> externalFiles,
    Parts parts,
    List<String> notes) {

  /** Files of one split model: how many were read of how many there are. */
  public record Parts(int read, int expected) {
    /** The model is one file. */
    public static final Parts WHOLE = new Parts(1, 1);
  }

  public WeightsFacts {
    bytesByType = Collections.unmodifiableSortedMap(new TreeMap<>(bytesByType));
    externalFiles = Collections.unmodifiableSortedSet(new TreeSet<>(externalFiles));
    notes = List.copyOf(notes);
  }

  /** The same with a shape found elsewhere, as in the {@code config.json} beside safetensors. */
  public WeightsFacts withTransformer(Reading<Transformer> shape) {
    return new WeightsFacts(
        format,
        name,
        bytes,
        parameters,
        bytesByType,
        shape,
        layers,
        graph,
        externalFiles,
        parts,
        notes);
  }
}
