package dev.hearth.inference.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tokenizer library of the tests, kept in the build folder, and a small vocabulary. */
public final class TestTokenizers {
  /** Ids are places in this list. */
  public static final List<String> WORDS =
      List.of(
          "[PAD]",
          "[UNK]",
          "[CLS]",
          "[SEP]",
          "a",
          "cat",
          "dog",
          "sat",
          "##s",
          "!",
          "test",
          "search",
          "query",
          "deu",
          "_",
          "latn",
          "##test",
          "eng",
          "latntest");

  private static final TokenizerLibrary LIBRARY =
      new TokenizerLibrary(Path.of("target", "native").toAbsolutePath());

  private TestTokenizers() {}

  public static TokenizerLibrary library() {
    return LIBRARY;
  }

  /** A text of so many tokens. */
  public static Encoding encoding(int tokens) {
    return Encoding.whole(new long[tokens], new long[tokens]);
  }

  /** Writes a BERT tokenizer.json over {@link #WORDS}, with a length of its own to be ignored. */
  public static Path write(Path file) {
    String vocabulary =
        IntStream.range(0, WORDS.size())
            .mapToObj(id -> "\"%s\":%d".formatted(WORDS.get(id), id))
            .collect(Collectors.joining(","));
    String json =
        """
        {"version":"1.0",
         "truncation":{"direction":"Right","max_length":5,"strategy":"LongestFirst","stride":0},
         "padding":{"strategy":{"Fixed":9},"direction":"Right","pad_to_multiple_of":null,
           "pad_id":0,"pad_type_id":0,"pad_token":"[PAD]"},
         "added_tokens":[
           {"id":0,"content":"[PAD]","single_word":false,"lstrip":false,"rstrip":false,
            "normalized":false,"special":true},
           {"id":3,"content":"[SEP]","single_word":false,"lstrip":false,"rstrip":false,
            "normalized":false,"special":true}],
         "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,
           "strip_accents":null,"lowercase":true},
         "pre_tokenizer":{"type":"BertPreTokenizer"},
         "post_processor":{"type":"BertProcessing","sep":["[SEP]",3],"cls":["[CLS]",2]},
         "decoder":null,
         "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
           "max_input_chars_per_word":100,"vocab":{%s}}}
        """
            .formatted(vocabulary);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, json);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
