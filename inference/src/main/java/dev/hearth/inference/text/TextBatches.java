package dev.hearth.inference.text;

import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.inference.tokens.Encoding;
import dev.hearth.inference.tokens.TokenBatch;
import dev.hearth.inference.tokens.Tokenizer;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs texts through a model, those of like length together. */
final class TextBatches {
  /** Characters that are tokenised to say by how much a refused text is too long. */
  private static final int COUNTED = 1 << 16;

  private final TextConfig config;
  private final Tokenizer tokenizer;

  TextBatches(TextConfig config, Tokenizer tokenizer) {
    this.config = config;
    this.tokenizer = tokenizer;
  }

  /** Takes one text's part of a run's outputs. */
  interface Reader<T> {
    /**
     * The answer for one text.
     *
     * @param row of the batch that is the text's
     * @param width tokens a row
     * @param tokens of the text, the rest of the row is padding
     */
    T read(Outputs outputs, int row, int width, int tokens);
  }

  /**
   * One answer for each text, in the texts' order.
   *
   * @throws ProblemException {@code TOO_LARGE} when a text is longer than the model takes and may
   *     not be cut
   */
  <T> List<T> run(
      List<String> texts,
      boolean truncate,
      Session session,
      Workspace workspace,
      Reader<T> reader) {
    List<Encoding> encodings = texts.stream().map(text -> encode(text, truncate)).toList();
    List<Integer> shortestFirst =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> encodings.get(i).length()))
            .toList();
    SortedMap<Integer, T> answers = new TreeMap<>();
    for (TextRun run : TextRun.of(shortestFirst, encodings, config.maxTokens(), session.shapes())) {
      TokenBatch batch = new TokenBatch(run.filled(encodings), run.width(), config.padding());
      Outputs outputs = session.run(batch.inputs(session.signature(), workspace));
      for (int row = 0; row < run.texts().size(); row++) {
        int place = run.texts().get(row);
        int tokens = encodings.get(place).length();
        answers.put(place, reader.read(outputs, row, run.width(), tokens));
      }
    }
    return List.copyOf(answers.values());
  }

  List<Map<String, Shape>> usualInputs(Signature signature) {
    return Buckets.pairs(Buckets.ROWS, TextRun.widths(config.maxTokens()), Extent::new).stream()
        .filter(extent -> extent.rows() <= TextRun.mostRows(extent.width()))
        .map(extent -> TokenBatch.shapes(signature, extent.rows(), extent.width()))
        .distinct()
        .toList();
  }

  private record Extent(int rows, int width) {}

  void close() {
    tokenizer.close();
  }

  private Encoding encode(String text, boolean truncate) {
    Encoding encoding = tokenizer.encode(text, config.maxTokens());
    if (encoding.truncated() && !truncate) {
      throw tooLong(text);
    }
    return encoding;
  }

  private ProblemException tooLong(String text) {
    boolean all = text.length() <= COUNTED;
    int tokens = tokenizer.count(all ? text : text.substring(0, COUNTED));
    return new ProblemException(
        Problem.Kind.TOO_LARGE,
        "`inputs` must have less than "
            + config.maxTokens()
            + " tokens. Given: "
            + (all ? "" : "more than ")
            + tokens,
        "Set \"truncate\": true, or send shorter texts.");
  }
}
