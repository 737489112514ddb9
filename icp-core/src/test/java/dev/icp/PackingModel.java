package dev.icp;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** What packing means, token by token: slow, and to be believed. */
final class PackingModel {
  private final List<Document> documents;
  private final Tokenizer tokenizer;
  private final int separator;
  private final int padding;
  private final int length;
  private final Tail tail;

  PackingModel(
      List<Document> documents,
      Tokenizer tokenizer,
      int separator,
      int padding,
      int length,
      Tail tail) {
    this.documents = documents;
    this.tokenizer = tokenizer;
    this.separator = separator;
    this.padding = padding;
    this.length = length;
    this.tail = tail;
  }

  /** Returns the ordinals that stay, ascending: no two of them are joined at the threshold. */
  static int[] kept(NeighbourGraph graph, double threshold) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < graph.size(); i++) {
      boolean stays = true;
      for (int j : kept) {
        stays &= !joined(graph, i, j, threshold) && !joined(graph, j, i, threshold);
      }
      if (stays) {
        kept.add(i);
      }
    }
    return kept.stream().mapToInt(i -> i).toArray();
  }

  private static boolean joined(NeighbourGraph graph, int from, int to, double threshold) {
    for (int r = 0; r < graph.degree(from); r++) {
      if (graph.neighbour(from, r) == to && graph.cosine(from, r) >= (float) threshold) {
        return true;
      }
    }
    return false;
  }

  /** Returns the contexts along the path. */
  List<PackedContext> contexts(int[] order) {
    List<Integer> tokens = new ArrayList<>();
    List<Piece> pieces = new ArrayList<>();
    for (int document : order) {
      int[] own = tokenizer.encode(documents.get(document).text());
      if (own.length == 0) {
        pieces.add(new Piece(document, 0, 0, tokens.size()));
      }
      for (int i = 0; i < own.length; i++) {
        if (i == 0 || tokens.size() % length == 0) {
          pieces.add(new Piece(document, i, i, tokens.size()));
        }
        pieces.set(pieces.size() - 1, pieces.getLast().longer());
        tokens.add(own[i]);
      }
      if (separator >= 0) {
        tokens.add(separator);
      }
    }
    return cut(tokens, pieces, order.length > 0);
  }

  private List<PackedContext> cut(List<Integer> tokens, List<Piece> pieces, boolean any) {
    List<PackedContext> contexts = new ArrayList<>();
    int cuts = any ? Math.max(1, Math.ceilDiv(tokens.size(), length)) : 0;
    for (int c = 0; c < cuts; c++) {
      int begin = c * length;
      int end = Math.min(tokens.size(), begin + length);
      if (end - begin < length && tail == Tail.DROP) {
        break;
      }
      int[] content = new int[tail == Tail.PAD ? length : end - begin];
      for (int i = 0; i < content.length; i++) {
        content[i] = begin + i < end ? tokens.get(begin + i) : padding;
      }
      List<Segment> segments = new ArrayList<>();
      for (Piece piece : pieces) {
        // An empty document behind the last token stands at the end of the last context.
        if (Math.min(piece.start / length, cuts - 1) == c) {
          String id = documents.get(piece.document).id();
          segments.add(new Segment(id, piece.document, piece.from, piece.to, piece.start - begin));
        }
      }
      contexts.add(new PackedContext(c, content, segments, content.length - (end - begin)));
    }
    return contexts;
  }

  private record Piece(int document, int from, int to, int start) {
    Piece longer() {
      return new Piece(document, from, to + 1, start);
    }
  }
}
