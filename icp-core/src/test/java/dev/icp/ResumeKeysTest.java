package dev.icp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.settings.PackingSettings;
import dev.icp.settings.Setting;
import dev.icp.settings.TokenChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each stage left is known by all that it depends on: a run with other settings that finds
 * another one's stages packs what it would have packed without them. The parts (tokenizer,
 * embedder, index) are varied in {@link ResumeTest}.
 */
class ResumeKeysTest {
  /** With begin tokens, and padding in many contexts. */
  private static final PackingSettings BASE =
      PackingSettings.defaults()
          .boundary(Boundary.KEEP_WHOLE)
          .begin(Begin.DOCUMENT, 7)
          .tail(Tail.PAD)
          .padding(9)
          .set(PackingSettings.CONTEXT_LENGTH, 64);

  private static final Map<Setting<?>, PackingSettings> VARIED = new HashMap<>();

  static {
    vary(PackingSettings.CONTEXT_LENGTH, 80);
    vary(PackingSettings.ORDERER, ContextOrderers.greedyPath());
    vary(PackingSettings.NEIGHBOURS, 2);
    vary(PackingSettings.RECALL, 0.5);
    vary(PackingSettings.NEAR_DUPLICATES, NearDuplicates.drop(0.9));
    vary(PackingSettings.DUPLICATE_IDS, DuplicateIds.NUMBER);
    vary(PackingSettings.GROUP_BY, "group");
    vary(PackingSettings.SEPARATOR, TokenChoice.id(5));
    vary(PackingSettings.BEGIN, Begin.CONTEXT);
    vary(PackingSettings.BEGIN_TOKEN, TokenChoice.id(8));
    vary(PackingSettings.REFUSE_SPECIAL_TOKENS, true);
    vary(PackingSettings.BOUNDARY, Boundary.SPLIT);
    vary(PackingSettings.LOOK_AHEAD, 0);
    vary(PackingSettings.START_AT_DOCUMENT, false);
    vary(PackingSettings.TAIL, Tail.DROP);
    vary(PackingSettings.PADDING, TokenChoice.id(6));
    vary(PackingSettings.KEEP_PATH_ORDER, true);
    vary(PackingSettings.SEED, 3L);
    vary(PackingSettings.EPOCH, 2);
    vary(PackingSettings.MAX_DOCUMENTS, 1);
  }

  /**
   * The index is exact, ids differ, bytes have no special tokens, and whole documents end with
   * padding.
   */
  private static final Set<Setting<?>> WITHOUT_EFFECT =
      Set.of(
          PackingSettings.RECALL,
          PackingSettings.DUPLICATE_IDS,
          PackingSettings.REFUSE_SPECIAL_TOKENS,
          PackingSettings.START_AT_DOCUMENT,
          PackingSettings.TAIL);

  @TempDir private Path folder;

  private static <T> void vary(Setting<T> setting, T value) {
    VARIED.put(setting, BASE.set(setting, value));
  }

  static Stream<Setting<?>> settings() {
    return PackingSettings.all().stream();
  }

  /** With near duplicates, and of many lengths. */
  private static List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String end = i % 3 == 0 ? "" : " or " + i % 5 + " of " + i / 5;
      documents.add(
          new Document(
              "d" + i, "about é" + i % 20 + " and " + i % 30 + end, Map.of("group", i % 4)));
    }
    return documents;
  }

  private static ContextBuilder builder(PackingSettings settings) {
    return ContextBuilder.of(documents()).settings(settings).threads(2);
  }

  private static List<PackedContext> packed(ContextBuilder builder, PackingSettings settings) {
    try (PackedContexts contexts = builder.pack(settings.get(PackingSettings.CONTEXT_LENGTH))) {
      return contexts.stream().toList();
    }
  }

  @Test
  void everySettingIsVaried() {
    assertThat(VARIED.keySet()).containsExactlyInAnyOrderElementsOf(PackingSettings.all());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatAnotherRunLeftChangesNothing(Setting<?> setting) {
    PackingSettings varied = requireNonNull(VARIED.get(setting));
    List<PackedContext> expected = packed(builder(varied), varied);
    // Closed without being read to the end, it leaves its stages.
    builder(BASE).workDirectory(folder).pack(BASE.get(PackingSettings.CONTEXT_LENGTH)).close();

    assertThat(packed(builder(varied).workDirectory(folder), varied)).isEqualTo(expected);

    if (!WITHOUT_EFFECT.contains(setting)) {
      assertThat(expected).isNotEqualTo(packed(builder(BASE), BASE));
    }
  }
}
