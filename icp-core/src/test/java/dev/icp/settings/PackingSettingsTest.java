package dev.icp.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.NearDuplicates;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.spi.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackingSettingsTest {
  private static final PackingSettings SOME =
      PackingSettings.defaults()
          .orderer(ContextOrderers.input())
          .seed(7)
          .separator(200)
          .begin(Begin.CONTEXT, 97)
          .boundary(Boundary.KEEP_WHOLE)
          .lookAhead(3)
          .tail(Tail.PAD);

  private static List<Setting<?>> constants() throws IllegalAccessException {
    List<Setting<?>> found = new ArrayList<>();
    for (Field field : PackingSettings.class.getFields()) {
      if (field.get(null) instanceof Setting<?> setting) {
        found.add(setting);
      }
    }
    return found;
  }

  @Test
  void everySettingIsListedAndHasAMethodOfItsName() throws IllegalAccessException {
    assertThat(PackingSettings.all()).containsExactlyElementsOf(constants());
    List<String> methods =
        Stream.of(TakesSettings.class.getMethods()).map(Method::getName).toList();
    for (Setting<?> setting : PackingSettings.all()) {
      if (setting != PackingSettings.CONTEXT_LENGTH && setting != PackingSettings.BEGIN_TOKEN) {
        assertThat(methods).contains(setting.name());
      }
    }
  }

  @Test
  void optionsAreDifferentAndSayTheirDefault() {
    List<Setting<?>> options =
        PackingSettings.all().stream().filter(Setting::isOption).<Setting<?>>map(s -> s).toList();
    assertThat(options.stream().map(Setting::option)).doesNotHaveDuplicates();
    assertThat(PackingSettings.LOOK_AHEAD.option()).isEqualTo("--look-ahead");
    assertThat(PackingSettings.ORDERER.option()).isEqualTo("--order");
    for (Setting<?> option : options) {
      assertThat(option.help()).endsWith(".");
      if (!option.isFlag()) {
        assertThat(option.help()).contains("Default: ");
      }
    }
  }

  @Test
  void optionsAreRead() {
    assertThat(PackingSettings.SEED.read("-7")).isEqualTo(-7);
    assertThat(PackingSettings.TAIL.read("drop")).isEqualTo(Tail.DROP);
    assertThat(PackingSettings.BOUNDARY.read("keep-whole")).isEqualTo(Boundary.KEEP_WHOLE);
    assertThat(PackingSettings.ORDERER.read("splice:2")).hasToString("splice:2");
    assertThat(PackingSettings.SEPARATOR.read("none")).isEqualTo(TokenChoice.none());
    assertThat(PackingSettings.SEPARATOR.read("007")).isEqualTo(TokenChoice.id(7));
    assertThat(PackingSettings.PADDING.read("<pad>")).isEqualTo(TokenChoice.written("<pad>"));
    assertThat(PackingSettings.NEAR_DUPLICATES.read("drop:0.9")).hasToString("drop:0.9");
    assertThat(PackingSettings.START_AT_DOCUMENT.read("true")).isTrue();
    refused(PackingSettings.SEED, "x", "expected a whole number, not 'x'");
    refused(PackingSettings.NEIGHBOURS, "0", "expected a whole number of 1 or more, not '0'");
    refused(PackingSettings.TAIL, "Pad", "expected short, pad or drop, not 'Pad'");
    refused(
        PackingSettings.RECALL,
        "NaN",
        "expected a share above 0 and at most 1 as in 0.95, not 'NaN'");
  }

  private static void refused(Setting<?> setting, String word, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> setting.read(word)).withMessage(message);
  }

  @Test
  void wrongValuesAreRefusedAtOnceAndNamed() {
    assertThatExceptionOfType(WrongSettingException.class)
        .isThrownBy(() -> SOME.recall(1.5))
        .withMessage("recall: 1.5, expected above 0 and at most 1")
        .satisfies(
            e -> {
              assertThat(e.setting()).isSameAs(PackingSettings.RECALL);
              assertThat(e.reason()).isEqualTo("1.5, expected above 0 and at most 1");
            });
    assertThatExceptionOfType(WrongSettingException.class)
        .isThrownBy(() -> SOME.lookAhead(-1))
        .withMessage("lookAhead: -1, expected 0 or more");
    assertThatExceptionOfType(WrongSettingException.class)
        .isThrownBy(() -> SOME.set(PackingSettings.BEGIN_TOKEN, TokenChoice.none()))
        .withMessage("beginToken: none, expected 0 or more");
    PackingSettings odd = SOME.set(PackingSettings.PADDING, TokenChoice.written("<pad>"));
    assertThatExceptionOfType(WrongSettingException.class)
        .isThrownBy(() -> odd.check(Tokenizers.utf8Bytes()))
        .withMessage(
            "padding: '<pad>', expected one of the tokenizer's tokens, by its id, 0 to 256, or as"
                + " its vocabulary has it");
  }

  /** What a tokenizer says of a token is not believed before any work. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 257, Integer.MAX_VALUE})
  void aTokenBeyondTheVocabularyIsRefused(int id) {
    Tokenizer wrong =
        (Tokenizer)
            Proxy.newProxyInstance(
                Tokenizer.class.getClassLoader(),
                new Class<?>[] {Tokenizer.class},
                (proxy, method, arguments) ->
                    method.getName().equals("tokenId")
                        ? OptionalInt.of(id)
                        : method.invoke(Tokenizers.utf8Bytes(), arguments));
    for (Setting<TokenChoice> setting :
        List.of(PackingSettings.SEPARATOR, PackingSettings.BEGIN_TOKEN, PackingSettings.PADDING)) {
      PackingSettings settings =
          SOME.begin(Begin.DOCUMENT, 1).set(setting, TokenChoice.written("<x>"));
      assertThatExceptionOfType(WrongSettingException.class)
          .isThrownBy(() -> settings.check(wrong))
          .withMessage(
              setting.name()
                  + ": '<x>', which the tokenizer says is token "
                  + id
                  + ", but its tokens are 0 to 256");
    }
  }

  @Test
  void aValueStaysAsItIs() {
    PackingSettings before = PackingSettings.defaults();
    assertThat(before.seed(3).get(PackingSettings.SEED)).isEqualTo(3);
    assertThat(before.get(PackingSettings.SEED)).isZero();
    assertThat(before.isSet(PackingSettings.SEED)).isFalse();
    assertThat(before.seed(3).tail(Tail.PAD))
        .isEqualTo(before.tail(Tail.PAD).seed(3))
        .hasSameHashCodeAs(before.tail(Tail.PAD).seed(3))
        .isNotEqualTo(before.seed(3))
        .hasToString("{tail=PAD, seed=3}");
  }

  @Test
  void isSentAsItIs() throws IOException, ClassNotFoundException {
    PackingSettings sent = SOME.nearDuplicates(NearDuplicates.separate(0.9)).noSeparator();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent.padding(1).check(Tokenizers.utf8Bytes()));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      CheckedSettings arrived = (CheckedSettings) in.readObject();
      assertThat(arrived.settings()).hasToString(sent.padding(1).toString());
      assertThat(arrived.seed()).isEqualTo(7);
      assertThat(arrived.separator()).isEqualTo(-1);
      assertThat(arrived.padding()).isEqualTo(1);
      assertThat(arrived.settings().isSet(PackingSettings.PADDING)).isTrue();
    }
  }

  @Test
  void aBuilderTakesAValueOrItsParts() {
    List<String> texts = Stream.iterate(1, i -> i + 1).limit(60).map(i -> "text " + i * i).toList();
    try (PackedContexts byValue = ContextBuilder.ofTexts(texts).settings(SOME).pack(50);
        PackedContexts byParts =
            ContextBuilder.ofTexts(texts)
                .orderer(ContextOrderers.input())
                .seed(7)
                .separator(200)
                .begin(Begin.CONTEXT, 97)
                .boundary(Boundary.KEEP_WHOLE)
                .lookAhead(3)
                .tail(Tail.PAD)
                .pack(50)) {
      List<PackedContext> contexts = byParts.stream().toList();
      assertThat(byValue).hasSizeGreaterThan(5).containsExactlyElementsOf(contexts);
      assertThat(byValue.report().settings()).isEqualTo(byParts.report().settings());
    }
  }
}
