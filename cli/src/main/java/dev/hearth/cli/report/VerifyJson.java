package dev.hearth.cli.report;

import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.machine.inside.Inside;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verdicts as the document {@code hearth.verify/1}. */
public final class VerifyJson {
  /** The name of the format. */
  public static final String SCHEMA = "hearth.verify/1";

  private VerifyJson() {}

  /** The document. */
  public static Map<String, @Nullable Object> of(List<Verified> services, String version) {
    return Facts.document()
        .put("schema", SCHEMA)
        .put("hearth", version)
        .list("services", services, VerifyJson::service)
        .finish();
  }

  private static void service(Facts facts, Verified verified) {
    facts
        .put("service", verified.service())
        .put("name", verified.name())
        .put("where", verified.where())
        .put("image", verified.image())
        .put("backend", verified.backend().key())
        .put("accelerators", verified.accelerators())
        .put("outcome", word(verified.verdict().outcome()))
        .put("because", verified.verdict().because())
        .put("wouldProve", verified.wouldProve())
        .put("at", verified.at().toString())
        .put("seconds", verified.took().toMillis() / 1e3)
        .list("testimonies", verified.verdict().testimonies(), VerifyJson::testimony);
    verified.inside().ifPresent(inside -> facts.part("inside", inside, VerifyJson::inside));
  }

  private static void testimony(Facts facts, Testimony testimony) {
    facts
        .put("witness", testimony.witness().key())
        .put("stance", word(testimony.stance()))
        .put("weight", word(testimony.weight()))
        .put("evidence", testimony.evidence());
  }

  private static void inside(Facts facts, Inside inside) {
    facts
        .put("pid", inside.pid())
        .list("nodes", inside.nodes(), VerifyJson::node)
        .list("agents", inside.agents(), VerifyJson::agent);
  }

  private static void node(Facts facts, Inside.Node node) {
    facts
        .put("path", node.path())
        .put("mode", node.mode())
        .put("uid", node.there().map(Inside.Ids::uid))
        .put("gid", node.there().map(Inside.Ids::gid))
        .put("uidHere", node.here().uid())
        .put("gidHere", node.here().gid())
        .put("mayOpen", node.mayOpen());
  }

  private static void agent(Facts facts, Inside.Agent agent) {
    facts
        .put("node", agent.node())
        .put("name", agent.name())
        .put("gfx", agent.gfx())
        .put("takenFor", agent.takenFor())
        .put("hidden", agent.hidden());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
