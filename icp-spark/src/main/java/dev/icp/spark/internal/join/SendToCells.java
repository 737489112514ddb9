package dev.icp.spark.internal.join;

import dev.icp.distributed.Cells;
import dev.icp.spark.internal.base.Bytes;
import dev.icp.spark.internal.base.Schemas;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends each document to the tasks that have its home or a cell that it visits: once to each,
 * however many of its cells are there. From (ordinal, features, value) to {@link Schemas#SENT}.
 */
final class SendToCells implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK = 256;

  private final VectorKind<?> kind;
  private final JoinPlan plan;

  SendToCells(VectorKind<?> kind, JoinPlan plan) {
    this.kind = kind;
    this.plan = plan;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> documents) {
    return new Blocks(documents);
  }

  /** What of a document is in one task. */
  private static final class Part {
    int home = -1;
    final StringBuilder visits = new StringBuilder();
  }

  private final class Blocks implements Iterator<Row> {
    private final Iterator<Row> documents;
    private final VectorKind.Packer packer = kind.packer();
    private final Cells.@Nullable Chooser chooser;
    private final Queue<Row> sent = new ArrayDeque<>();
    private final List<Row> batch = new ArrayList<>();
    private final float[] rows = new float[BLOCK * kind.dimension()];
    private final int[] homes = new int[BLOCK];

    Blocks(Iterator<Row> documents) {
      this.documents = documents;
      Cells cells = plan.cells();
      chooser = cells == null ? null : cells.chooser(plan.margin());
    }

    @Override
    public boolean hasNext() {
      while (sent.isEmpty() && documents.hasNext()) {
        sendBlock();
      }
      return !sent.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return sent.remove();
    }

    private void sendBlock() {
      batch.clear();
      while (batch.size() < BLOCK && documents.hasNext()) {
        Row document = documents.next();
        int ordinal = document.getInt(0);
        byte[] payload = packer.payload(document.getAs(1));
        int value = document.getInt(2);
        if (chooser == null) {
          sent.add(RowFactory.create(0, ordinal, 0, new byte[0], payload, value));
          continue;
        }
        float[] position = kind.position(payload);
        if (position == null) {
          // Related to none: it lives somewhere, and meets no one.
          int home = (int) Long.remainderUnsigned(LexicalKind.mix(ordinal), cells().count());
          send(RowFactory.create(ordinal, payload, value), home, new char[0]);
          continue;
        }
        System.arraycopy(position, 0, rows, batch.size() * position.length, position.length);
        batch.add(RowFactory.create(ordinal, payload, value));
      }
      if (chooser != null) {
        char[][] visits = chooser.choose(rows, batch.size(), homes);
        for (int i = 0; i < batch.size(); i++) {
          send(batch.get(i), homes[i], visits[i]);
        }
      }
    }

    private Cells cells() {
      return java.util.Objects.requireNonNull(plan.cells());
    }

    /**
     * @param document its ordinal, payload and value
     */
    private void send(Row document, int home, char[] visits) {
      int ordinal = document.getInt(0);
      SortedMap<Integer, Part> parts = new TreeMap<>();
      int[] firstTasks = plan.firstTasks();
      if (firstTasks == null) {
        parts.computeIfAbsent(0, t -> new Part()).home = home;
      } else {
        addHome(parts, firstTasks[home], ordinal, home);
        for (char cell : visits) {
          addVisit(parts, firstTasks[cell], ordinal, cell);
        }
      }
      parts.forEach(
          (task, part) ->
              sent.add(
                  RowFactory.create(
                      task,
                      ordinal,
                      part.home,
                      Bytes.ofChars(part.visits.toString().toCharArray()),
                      document.get(1),
                      document.get(2))));
    }

    private void addHome(SortedMap<Integer, Part> parts, int firstTask, int ordinal, int home) {
      int block = block(ordinal, plan.memberBlocks()[home]);
      int visitorBlocks = plan.visitorBlocks()[home];
      for (int v = 0; v < visitorBlocks; v++) {
        parts.computeIfAbsent(firstTask + block * visitorBlocks + v, t -> new Part()).home = home;
      }
    }

    private void addVisit(SortedMap<Integer, Part> parts, int firstTask, int ordinal, char cell) {
      int visitorBlocks = plan.visitorBlocks()[cell];
      int block = block(ordinal, visitorBlocks);
      for (int m = 0; m < plan.memberBlocks()[cell]; m++) {
        parts
            .computeIfAbsent(firstTask + m * visitorBlocks + block, t -> new Part())
            .visits
            .append(cell);
      }
    }

    private static int block(int ordinal, int blocks) {
      return (int) Long.remainderUnsigned(LexicalKind.mix(ordinal), blocks);
    }
  }
}
