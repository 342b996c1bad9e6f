package dev.hearth.server.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that can be set, in the order of docs/settings.md. */
final class Keys {
  private static final String ML = "MACHINE_LEARNING_";
  private static final String PRECISION =
      "Accepted; models are computed in the precision they are stored in, on every device.";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  static final List<Key> ALL =
      Stream.of(server(), limits(), compute(), models(), preload(), texts(), logging())
          .flatMap(List::stream)
          .toList();

  static final Map<String, Key> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Key::name, Function.identity()));

  private Keys() {}

  private static List<Key> server() {
    return List.of(
        new Key(
            "host",
            new Form.Text(),
            "127.0.0.1",
            List.of("IMMICH_HOST"),
            "Address to listen on: this machine only. `0.0.0.0` and `[::]` are all addresses, for"
                + " Immich in a container or elsewhere."),
        new Key(
            "port",
            new Form.Whole(0, 65_535),
            "3003",
            List.of("IMMICH_PORT"),
            "Port to listen on; 0 lets the system choose."),
        new Key(
            "token",
            new Form.Text(),
            "",
            List.of(),
            "What clients have to know, as bearer token or as password; `/ping`, `/predict` and"
                + " `/health` are open all the same."),
        new Key(
            "token_all",
            new Form.Flag(),
            "false",
            List.of(),
            "The token is wanted for those three as well."),
        new Key(
            "keepalive_timeout",
            new Form.Time(Duration.ZERO, HOUR),
            "2",
            List.of(ML + "HTTP_KEEPALIVE_TIMEOUT_S"),
            "How long an idle connection stays open; 0 closes it after each answer."),
        new Key(
            "read_timeout",
            new Form.Time(Duration.ofMillis(100), HOUR),
            "30",
            List.of(),
            "Longest pause of a client while it sends a request; then 408."),
        new Key(
            "request_timeout",
            new Form.Time(Duration.ofMillis(100), DAY),
            "120",
            List.of(),
            "From the last byte of a request to its answer; then 504. Immich itself waits 300 s."),
        new Key(
            "shutdown_timeout",
            new Form.Time(Duration.ZERO, HOUR),
            "1500ms",
            List.of(),
            "How long stopping waits for requests that are being answered."));
  }

  private static List<Key> limits() {
    return List.of(
        new Key(
            "body_limit",
            new Form.Size(1 << 10, 1 << 30),
            "64MiB",
            List.of(),
            "Largest photo; larger requests are refused with 413 before they are read."),
        new Key(
            "buffered_limit",
            new Form.Size(1 << 20, 16L << 30),
            "192MiB",
            List.of(),
            "Photos held in memory at the same time, over all requests; then 429."),
        new Key(
            "inflight_limit",
            new Form.Whole(1, 100_000),
            "256",
            List.of(),
            "Requests being received or answered at the same time; then 429."),
        new Key(
            "queue_length",
            new Form.Whole(1, 100_000),
            "64",
            List.of(),
            "Requests that may wait for one model; then 429."),
        new Key(
            "max_client_batch_size",
            new Form.Whole(1, 100_000),
            "32",
            List.of(),
            "Texts in one `/embed` or JSON `/predict` request; then 413."),
        new Key(
            "max_pixels",
            new Form.Whole(1, 10_000_000_000L),
            "178956970",
            List.of(),
            "Pixels of a photo; larger ones are refused before they are decoded."));
  }

  private static List<Key> compute() {
    return List.of(
        new Key(
            "device",
            new Form.Choice(Devices.WORDS),
            "auto",
            List.of(),
            "What computes: "
                + Devices.listed()
                + ". Only `auto` may choose the CPU by itself; every other word is obeyed or refused"
                + " with the reason."),
        new Key(
            "accelerator",
            new Form.Text(),
            "",
            List.of(),
            "Which GPU: its PCI address (`0000:03:00.0` or `03:00.0`), its render node"
                + " (`renderD128`) or a part of its name. Software that plays a GPU (`llvmpipe`,"
                + " `swiftshader`) is used only when it is named here. None: the best there is."),
        new Key(
            "device_ids",
            new Form.Wholes(0, 255),
            "",
            List.of(ML + "DEVICE_IDS"),
            "Which of several GPUs, counted from 0 in the order of their PCI addresses; with CUDA"
                + " several compute side by side. None: the best there is. No effect on the CPU."),
        new Key(
            "workers",
            new Form.Whole(0, 256),
            "0",
            List.of(ML + "WORKERS"),
            "How many of `device_ids` are used, from the first; each has its own copy of the models."
                + " 0: all of them. With one device it changes nothing."),
        deviceOf("clip", "CLIP models"),
        deviceOf("facial_recognition", "face models"),
        deviceOf("ocr", "models that read text in photos"),
        deviceOf("text", "models that classify and embed texts"),
        new Key(
            "request_threads",
            new Form.Whole(0, 1024),
            "0",
            List.of(ML + "REQUEST_THREADS"),
            "Requests worked on at the same time; further ones wait. 0: one for each processor."),
        new Key(
            "model_intra_op_threads",
            new Form.Whole(0, 1024),
            "0",
            List.of(ML + "MODEL_INTRA_OP_THREADS"),
            "Threads within one operator. 0: the engine's choice."),
        new Key(
            "model_inter_op_threads",
            new Form.Whole(0, 1024),
            "0",
            List.of(ML + "MODEL_INTER_OP_THREADS"),
            "Operators at the same time. 0: the engine's choice."),
        new Key(
            "model_arena",
            new Form.Flag(),
            "true",
            List.of(ML + "MODEL_ARENA"),
            "Whether memory freed by a run is kept for the next; off costs 10 to 40 % of time."),
        new Key(
            "max_batch_size.facial_recognition",
            new Form.Whole(0, 4096),
            "0",
            List.of(ML + "MAX_BATCH_SIZE__FACIAL_RECOGNITION"),
            "Most faces in one run. 0: the engine's choice."),
        new Key(
            "max_batch_size.ocr",
            new Form.Whole(1, 4096),
            "6",
            List.of(ML + "MAX_BATCH_SIZE__OCR", ML + "MAX_BATCH_SIZE__TEXT_RECOGNITION"),
            "Most lines of text in one run."),
        new Key(
            "openvino_precision",
            new Form.Choice(List.of("FP32", "FP16")),
            "FP32",
            List.of(ML + "OPENVINO_PRECISION"),
            PRECISION),
        new Key(
            "rocm_precision",
            new Form.Choice(List.of("FP32", "FP16")),
            "FP32",
            List.of(ML + "ROCM_PRECISION"),
            PRECISION));
  }

  private static Key deviceOf(String task, String models) {
    return new Key(
        "devices." + task,
        new Form.Choice(Devices.WORDS),
        "",
        List.of(),
        "What computes the " + models + ", where that is not what `device` says.");
  }

  private static List<Key> models() {
    return List.of(
        new Key(
            "cache_folder",
            new Form.Folder(),
            SettingsReader.HOME_CACHE,
            List.of(ML + "CACHE_FOLDER"),
            "Where downloaded models lie, in Immich's layout."),
        new Key(
            "model_folders",
            new Form.Folders(),
            "",
            List.of(),
            "Folders in the same layout that are searched too and never written to."),
        new Key(
            "model_ttl",
            new Form.Time(DAY.multipliedBy(-365), DAY.multipliedBy(365)),
            "300",
            List.of(ML + "MODEL_TTL"),
            "A model unused for so long is unloaded; 0 or less: never."),
        new Key(
            "model_ttl_poll",
            new Form.Time(DAY.multipliedBy(-365), DAY),
            "10",
            List.of(ML + "MODEL_TTL_POLL_S"),
            "How often that is looked at; 0 or less: models are never unloaded."),
        new Key(
            "model_organization",
            new Form.Text(),
            "immich-app",
            List.of(ML + "MODEL_ORGANIZATION"),
            "Owner of the models on the hub."),
        new Key(
            "model_revision",
            new Form.Text(),
            "main",
            List.of(ML + "MODEL_REVISION"),
            "Revision of the models on the hub."),
        new Key(
            "clip_preprocessing",
            new Form.Choice(List.of("legacy", "configured")),
            "legacy",
            List.of(),
            "How photos are resized for CLIP: by the shorter side as Immich always did, or as the"
                + " model's `preprocess_cfg.json` says. Changing it means running Smart Search on"
                + " all photos again."),
        new Key(
            "hub.endpoint",
            new Form.Address(),
            "https://huggingface.co",
            List.of("HF_ENDPOINT"),
            "Where models are fetched from."),
        new Key(
            "hub.token",
            new Form.Text(),
            "",
            List.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"),
            "Token for models that need one; never logged."),
        new Key(
            "hub.offline",
            new Form.Flag(),
            "false",
            List.of("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"),
            "Fetch nothing; models must lie in the folders."));
  }

  private static List<Key> preload() {
    return List.of(
        preloaded("clip.textual", "CLIP__TEXTUAL", "CLIP"),
        preloaded("clip.visual", "CLIP__VISUAL", "CLIP"),
        preloaded("facial_recognition.detection", "FACIAL_RECOGNITION__DETECTION", FACES),
        preloaded("facial_recognition.recognition", "FACIAL_RECOGNITION__RECOGNITION", FACES),
        preloaded("ocr.detection", "OCR__DETECTION"),
        preloaded("ocr.recognition", "OCR__RECOGNITION"),
        preloaded("text.classification"),
        preloaded("text.embedding"),
        new Key(
            "preload.ocr.max_resolution",
            new Form.Whole(32, 8192),
            "736",
            List.of(ML + "PRELOAD__OCR__MAX_RESOLUTION"),
            "Accepted; models are preloaded, not warmed up for a size: the CPU needs none."));
  }

  private static final String FACES = "FACIAL_RECOGNITION";

  private static Key preloaded(String name, String... variables) {
    return new Key(
        "preload." + name,
        new Form.Texts(),
        "",
        Stream.of(variables).map(variable -> ML + "PRELOAD__" + variable).toList(),
        "Models loaded at the start and never unloaded.");
  }

  private static List<Key> texts() {
    return List.of(
        new Key(
            "classifier",
            new Form.Text(),
            "ProsusAI/finbert",
            List.of(),
            "Model that answers `POST /predict` with JSON."),
        new Key(
            "embedder",
            new Form.Text(),
            "starter",
            List.of(),
            "Model that answers `POST /embed`."));
  }

  private static List<Key> logging() {
    return List.of(
        new Key(
            "log_level",
            new Form.Choice(List.copyOf(SettingsReader.LEVELS.keySet())),
            "info",
            List.of("IMMICH_LOG_LEVEL"),
            "What is logged. `debug` logs every request."),
        new Key(
            "no_color",
            new Form.Flag(),
            "false",
            List.of("NO_COLOR"),
            "No colours on the terminal; as a variable, any value means yes."));
  }
}
