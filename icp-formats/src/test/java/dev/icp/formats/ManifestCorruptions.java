package dev.icp.formats;

import dev.icp.CorpusFiles;
import dev.icp.formats.Corruption.Finder;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputManifest.Shard;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every value of a manifest, changed. */
final class ManifestCorruptions {
  /** What only a corpus and its tokenizer tell. */
  private static final Set<String> BY_CORPUS =
      Set.of(
          "corpus.fingerprint",
          "settings.tokenizer",
          "settings.vocabularySize",
          "settings.separatorText",
          "settings.beginText",
          "settings.paddingText");

  /** How contexts came about cannot be seen in them; each is named in the documentation. */
  private static final Set<String> UNSEEN =
      Set.of(
          "version",
          "command",
          "corpus.documentsSkipped",
          "corpus.files",
          "settings.embedder",
          "settings.neighbourIndex",
          "settings.neighbours",
          "settings.orderer",
          "settings.repeats",
          "settings.boundary",
          "settings.shuffled",
          "settings.seed",
          "settings.epoch",
          "settings.deterministic");

  /** Values that are not just any text. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "settings.begin", "CONTEXT",
          "settings.boundary", "KEEP_WHOLE",
          "settings.tail", "SHORT",
          "settings.nearDuplicates", "keep",
          "output.tokenType", "uint32",
          "file.path", "npy/part-00077.npy");

  private ManifestCorruptions() {}

  static List<Corruption> all() {
    List<Corruption> all = new ArrayList<>();
    for (String field : List.of("version", "command", "contents", "layout")) {
      all.add(changing(field, manifest -> with(manifest, field, field, 0)));
    }
    add(all, "corpus", OutputManifest.Corpus.class);
    add(all, "settings", OutputManifest.Settings.class);
    add(all, "counts", OutputManifest.Counts.class);
    for (String weak : List.of("DROP", "drop", "other", "")) {
      all.add(
          new Corruption(
              "tail becomes '" + weak + "'",
              Finder.VERIFY,
              "",
              (folder, manifest) ->
                  (OutputManifest)
                      with(
                          manifest,
                          "settings",
                          with(manifest.settings(), "tail", "", weak),
                          null)));
    }
    for (int o = 0; o < 7; o++) {
      int number = o;
      for (RecordComponent component : Output.class.getRecordComponents()) {
        String field = component.getName();
        if (!field.equals("shards")) {
          String meaning = field + " of a format that has no place for it";
          boolean means = means(FileCorruptions.FORMATS[o], field);
          all.add(
              new Corruption(
                  "manifest's output " + o + "." + field,
                  means ? Finder.VERIFY : Finder.NOBODY,
                  means ? "" : meaning,
                  (folder, manifest) -> {
                    Output output = manifest.outputs().get(number);
                    return withOutput(
                        manifest, number, (Output) with(output, field, "output." + field, 0));
                  }));
        }
      }
      for (RecordComponent component : Shard.class.getRecordComponents()) {
        String field = component.getName();
        all.add(
            changing(
                "output " + o + ", shard." + field,
                manifest -> {
                  Output output = manifest.outputs().get(number);
                  List<Shard> shards = new ArrayList<>(output.shards());
                  shards.set(0, (Shard) with(shards.get(0), field, "shard." + field, 0));
                  return withOutput(manifest, number, (Output) with(output, "shards", "", shards));
                }));
      }
    }
    return all;
  }

  private static boolean means(OutputFormat format, String field) {
    return switch (field) {
      case "documentMask" -> format.takes(FormatOption.DOCUMENT_MASK);
      case "lossMask" -> format.takes(FormatOption.LOSS_MASK);
      default -> true;
    };
  }

  private interface ManifestChange {
    Object apply(OutputManifest manifest);
  }

  private static Corruption changing(String field, ManifestChange change) {
    Finder finder =
        UNSEEN.contains(field)
            ? Finder.NOBODY
            : BY_CORPUS.contains(field) ? Finder.CORPUS : Finder.VERIFY;
    String unseenAs =
        finder == Finder.NOBODY ? "`" + field.substring(field.indexOf('.') + 1) + "`" : "";
    return new Corruption(
        "manifest's " + field,
        finder,
        unseenAs,
        (folder, manifest) -> (OutputManifest) change.apply(manifest));
  }

  private static void add(List<Corruption> all, String part, Class<? extends Record> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String field = component.getName();
      all.add(
          changing(
              part + "." + field,
              manifest ->
                  with(
                      manifest,
                      part,
                      with((Record) value(manifest, part), field, part + "." + field, 0),
                      null)));
    }
  }

  private static OutputManifest withOutput(OutputManifest manifest, int number, Output output) {
    List<Output> outputs = new ArrayList<>(manifest.outputs());
    outputs.set(number, output);
    return (OutputManifest) with(manifest, "outputs", outputs, null);
  }

  private static Object value(Record record, String field) {
    try {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        if (component.getName().equals(field)) {
          return component.getAccessor().invoke(record);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
    throw new AssertionError(field);
  }

  /** Returns a record with another value: a given one, or one that differs from what it was. */
  private static Record with(Record record, String field, Object path, @Nullable Object given) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int c = 0; c < components.length; c++) {
      types[c] = components[c].getType();
      values[c] = value(record, components[c].getName());
      if (components[c].getName().equals(field)) {
        values[c] = given == null ? path : given.equals(0) ? other(values[c], path) : given;
      }
    }
    try {
      return record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Object other(Object value, Object path) {
    if ("output.format".equals(path)) {
      return value.equals("mds") ? "npy" : "mds";
    }
    return switch (value) {
      case Integer number -> number + 1;
      case Long number -> number + 1;
      case Boolean flag -> !flag;
      case CorpusFiles files -> new CorpusFiles(files.read(), files.leftOut() + 1, files.listed());
      case List<?> list -> List.of("icp pack", "other");
      default ->
          OTHERS.getOrDefault(path, hexadecimal(String.valueOf(value)) ? flipped(value) : "x");
    };
  }

  private static boolean hexadecimal(String text) {
    return text.matches("[0-9a-f]{16,}");
  }

  private static String flipped(Object digits) {
    String text = String.valueOf(digits);
    return (text.charAt(0) == '0' ? '1' : '0') + text.substring(1);
  }
}
