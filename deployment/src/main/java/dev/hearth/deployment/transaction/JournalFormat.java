package dev.hearth.deployment.transaction;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Lines of journals: JSON whose first key is a checksum of the rest. */
final class JournalFormat {
  private static final String HEAD = "{\"sum\":\"";
  private static final int SUM_END = HEAD.length() + 8;
  private static final int REST = SUM_END + 2;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(Entry.class, Named.class)
          .addMixIn(Former.class, Named.class)
          .addMixIn(Target.class, Named.class)
          .addMixIn(Probe.class, Named.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(Path.class, new PathWriter())
                  .addDeserializer(Path.class, new PathReader()))
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private JournalFormat() {}

  /** Which of a sealed interface's records it is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Named {}

  static String line(Entry entry) {
    String rest = MAPPER.writerFor(Entry.class).writeValueAsString(entry).substring(1);
    return HEAD + sum(rest) + "\"," + rest + "\n";
  }

  /** Empty for anything that was not written by {@link #line}, or only in part. */
  static Optional<Entry> parse(String line) {
    if (!line.startsWith(HEAD) || line.length() <= REST) {
      return Optional.empty();
    }
    String rest = line.substring(REST);
    if (!line.substring(HEAD.length(), REST).equals(sum(rest) + "\",")) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue("{" + rest, Entry.class));
    } catch (JacksonException | InvalidPathException foreign) {
      return Optional.empty();
    }
  }

  /** What a deployment was, for people who look into the folder. */
  static String summary(Course course) {
    Entry.Began began = course.began();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("id", began.id());
    summary.put("service", began.service());
    summary.put("name", began.name());
    summary.put("summary", began.summary());
    summary.put("began", began.at());
    course
        .ended()
        .ifPresent(ended -> {
          summary.put("ended", ended.at());
          summary.put("outcome", ended.ending());
          summary.put("detail", ended.detail());
        });
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n";
  }

  private static String sum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /** As people write it; Jackson's own way is an address. */
  private static final class PathWriter extends ValueSerializer<Path> {
    @Override
    public void serialize(Path path, JsonGenerator out, SerializationContext context) {
      out.writeString(path.toString());
    }
  }

  private static final class PathReader extends ValueDeserializer<Path> {
    @Override
    public Path deserialize(JsonParser in, DeserializationContext context) {
      return Path.of(in.getString());
    }
  }
}
