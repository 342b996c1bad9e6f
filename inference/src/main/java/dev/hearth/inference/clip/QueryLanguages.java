package dev.hearth.inference.clip;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * From the language tags of Immich's interface (Weblate's) to the codes of FLORES-200, by which
 * NLLB models know a text's language and script.
 */
final class QueryLanguages {
  private static final Logger LOG = System.getLogger(QueryLanguages.class.getName());
  private static final String ENGLISH = "eng_Latn";
  private static final int WARNINGS = 100;

  /**
   * Japanese is {@code jpn_Jpan} in FLORES-200; Immich sends {@code jpn_Hira}, and an equal
   * embedding needs the equal prefix.
   */
  private static final Map<String, String> CODES =
      table(
          """
          af afr_Latn  ar arb_Arab  az azj_Latn  be bel_Cyrl  bg bul_Cyrl  bn ben_Beng
          bs bos_Latn  ca cat_Latn  cs ces_Latn  cy cym_Latn  da dan_Latn  de deu_Latn
          el ell_Grek  en eng_Latn  eo epo_Latn  es spa_Latn  et est_Latn  eu eus_Latn
          fa pes_Arab  fi fin_Latn  fil tgl_Latn fr fra_Latn  ga gle_Latn  gl glg_Latn
          gu guj_Gujr  he heb_Hebr  hi hin_Deva  hr hrv_Latn  hu hun_Latn  hy hye_Armn
          id ind_Latn  is isl_Latn  it ita_Latn  ja jpn_Hira  ka kat_Geor  kk kaz_Cyrl
          kmr kmr_Latn kn kan_Knda  ko kor_Hang  lb ltz_Latn  lt lit_Latn  lv lvs_Latn
          mfa zsm_Latn mk mkd_Cyrl  ml mal_Mlym  mn khk_Cyrl  mr mar_Deva  ms zsm_Latn
          nb nob_Latn  nl nld_Latn  nn nno_Latn  no nob_Latn  pa pan_Guru  pl pol_Latn
          pt por_Latn  ro ron_Latn  ru rus_Cyrl  si sin_Sinh  sk slk_Latn  sl slv_Latn
          sq als_Latn  sr srp_Cyrl  sv swe_Latn  sw swh_Latn  ta tam_Taml  te tel_Telu
          th tha_Thai  tr tur_Latn  uk ukr_Cyrl  ur urd_Arab  uz uzn_Latn  vi vie_Latn
          zh zho_Hans  zh-TW zho_Hant  zh-HK zho_Hant  zh-Hant zho_Hant
          """);

  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private QueryLanguages() {}

  /** The code of a tag, or of its part before the first hyphen, or else English. */
  static String code(String language) {
    Optional<String> known = find(language);
    if (known.isEmpty() && WARNED.size() < WARNINGS && WARNED.add(language)) {
      LOG.log(
          Level.WARNING, "Language ''{0}'' not found, defaulting to ''en''", printable(language));
    }
    return known.orElse(ENGLISH);
  }

  static Optional<String> find(String language) {
    String exact = CODES.get(language);
    return Optional.ofNullable(exact != null ? exact : CODES.get(language.split("-", 2)[0]));
  }

  /** A request's words must not write lines of their own into the log. */
  private static String printable(String text) {
    return text.substring(0, Math.min(text.length(), 40)).replaceAll("\\p{Cntrl}", "?");
  }

  private static Map<String, String> table(String pairs) {
    List<String> words = Pattern.compile("\\s+").splitAsStream(pairs.strip()).toList();
    Map<String, String> table = new HashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      table.put(words.get(i), words.get(i + 1));
    }
    return Map.copyOf(table);
  }
}
