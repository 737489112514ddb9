package dev.icp.formats.internal.inspect;

import dev.icp.formats.OutputInspection.MetadataField;
import dev.icp.formats.internal.inspect.Census.Known;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The metadata of documents, field by field. */
final class MetadataFields {
  /** So many fields, and characters of a value, that a page stays one that opens at once. */
  private static final int MOST_FIELDS = 12;

  private static final int MOST_CHARACTERS = 100;

  private MetadataFields() {}

  /**
   * Returns the fields that any of the documents has, by which comes first.
   *
   * @param documents by their numbers
   */
  static List<MetadataField> of(List<Known> documents) {
    Set<String> names = new LinkedHashSet<>();
    for (Known document : documents) {
      names.addAll(document.metadata().keySet());
    }
    return names.stream().limit(MOST_FIELDS).map(name -> field(name, documents)).toList();
  }

  private static MetadataField field(String name, List<Known> documents) {
    Map<String, Integer> counts = new HashMap<>();
    String[] all = new String[documents.size()];
    for (int i = 0; i < all.length; i++) {
      Object value = documents.get(i).metadata().get(name);
      if (value != null) {
        all[i] = shortened(value.toString());
        counts.merge(all[i], 1, Integer::sum);
      }
    }
    List<String> values = new ArrayList<>(counts.keySet());
    values.sort(
        Comparator.comparingInt((String value) -> -counts.getOrDefault(value, 0))
            .thenComparing(Comparator.naturalOrder()));
    Map<String, Integer> numbers = new HashMap<>();
    values.forEach(value -> numbers.put(value, numbers.size()));
    int[] of = Arrays.stream(all).mapToInt(value -> numbers.getOrDefault(value, -1)).toArray();
    return new MetadataField(shortened(name), values, of);
  }

  private static String shortened(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    int to = MOST_CHARACTERS - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to) + "…";
  }
}
