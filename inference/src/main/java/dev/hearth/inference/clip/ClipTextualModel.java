package dev.hearth.inference.clip;

import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.inference.tokens.Encoding;
import dev.hearth.inference.tokens.TokenBatch;
import dev.hearth.inference.tokens.Tokenizer;
import dev.hearth.inference.tokens.TokenizerLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The textual half of a CLIP model: from a search query to its embedding. */
public final class ClipTextualModel implements AutoCloseable {
  private final TextualConfig config;
  private final Tokenizer tokenizer;

  /**
   * @param tokenizer closed with this model
   */
  public ClipTextualModel(TextualConfig config, Tokenizer tokenizer) {
    this.config = config;
    this.tokenizer = tokenizer;
  }

  /**
   * Reads {@code config.json}, {@code textual/tokenizer_config.json} and the vocabulary.
   *
   * @param modelFolder holds {@code config.json}, {@code visual/} and {@code textual/}
   * @param modelName as Immich names it, cleaned; {@code nllb…} take the query's language
   */
  public static ClipTextualModel load(
      Path modelFolder, String modelName, TokenizerLibrary library) {
    ClipFolder folder = new ClipFolder(modelFolder);
    return new ClipTextualModel(folder.textual(modelName), library.open(folder.tokenizer()));
  }

  /**
   * The inputs that a device is to see before requests come, where it wants few sizes: those that
   * usual queries lead to first, rare ones after.
   *
   * @param signature of the model
   */
  public List<Map<String, Shape>> usualInputs(Signature signature) {
    return List.of(TokenBatch.shapes(signature, 1, config.contextLength()));
  }

  /**
   * The first row of the model's first output.
   *
   * @param language tag of the query's language; only NLLB models look at it
   */
  public Embedding embed(
      String query, Optional<String> language, Session session, Workspace workspace) {
    Encoding tokens = tokenizer.encode(prepared(query, language), config.contextLength());
    TokenBatch batch = new TokenBatch(List.of(tokens), config.contextLength(), config.padding());
    return Embedding.row(session.run(batch.inputs(session.signature(), workspace)).floats(0), 0);
  }

  /** What is tokenised: cleaned, and after the language's code where the model wants that. */
  String prepared(String query, Optional<String> language) {
    String clean = QueryCleaning.collapse(query);
    if (config.canonicalize()) {
      clean = QueryCleaning.canonicalize(clean);
    }
    if (config.languagePrefix() && language.isPresent()) {
      return QueryLanguages.code(language.get()) + clean;
    }
    return clean;
  }

  /** Frees the vocabulary. */
  @Override
  public void close() {
    tokenizer.close();
  }
}
