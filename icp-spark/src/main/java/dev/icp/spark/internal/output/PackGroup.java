package dev.icp.spark.internal.output;

import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.distributed.GroupPacker;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.internal.base.Bytes;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.join.NeighbourList;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import scala.collection.immutable.ArraySeq;

/**
 * Orders and packs one group: from {@link Schemas#GROUPED}, by ordinal, to the {@link
 * Schemas#PART}s of contexts.
 */
public final class PackGroup implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final SparkSettings settings;
  private final OutputPlan plan;
  private final int contextsPerFile;
  private final @Nullable Broadcast<RoaringBitmap> kept;

  /**
   * @param kept see {@link Corpus#kept}
   */
  public PackGroup(
      SparkSettings settings,
      OutputPlan plan,
      int contextsPerFile,
      @Nullable Broadcast<RoaringBitmap> kept) {
    this.kept = kept;
    this.settings = settings;
    this.plan = plan;
    this.contextsPerFile = contextsPerFile;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> documents) {
    if (!documents.hasNext()) {
      return Collections.emptyIterator();
    }
    StageResources resources = StageResources.open(1, settings.seed());
    GroupPacker packer = new GroupPacker(resources);
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener(
          ended -> {
            packer.close();
            resources.close();
          });
    }
    IntArrayList ordinals = new IntArrayList();
    List<byte[]> lists = new ArrayList<>();
    int group = 0;
    while (documents.hasNext()) {
      Row document = documents.next();
      group = document.getInt(0);
      ordinals.add(document.getInt(1));
      packer.add(document.getString(2), Bytes.tokens(document.getAs(3)));
      lists.add(document.getAs(4));
    }
    int[] members = ordinals.toIntArray();
    NeighbourGraph graph = graph(members, lists);
    if (settings.nearDuplicates().separates()) {
      packer.separate(settings.nearDuplicates().threshold());
    }
    return new Parts(
        group,
        inWholeCorpus(members),
        packer.pack(
            graph,
            settings.packing().get(PackingSettings.ORDERER),
            settings.packing().room(),
            settings.documentBegin(),
            settings.packing().separator()));
  }

  private int[] inWholeCorpus(int[] members) {
    if (kept == null) {
      return members;
    }
    RoaringBitmap bitmap = kept.value();
    return IntStream.of(members).map(bitmap::select).toArray();
  }

  /** Returns the neighbours within the group; the lists are let go of. */
  private NeighbourGraph graph(int[] members, List<byte[]> lists) {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(members.length, settings.neighbours());
    for (int i = 0; i < members.length; i++) {
      NeighbourList list = NeighbourList.of(lists.set(i, new byte[0]));
      int[] neighbours = new int[list.size()];
      float[] cosines = new float[list.size()];
      int count = 0;
      for (int r = 0; r < list.size(); r++) {
        int place = Arrays.binarySearch(members, list.ordinals()[r]);
        if (place >= 0) {
          neighbours[count] = place;
          cosines[count++] = list.cosines()[r];
        }
      }
      graph.set(i, neighbours, cosines, count);
    }
    return graph.build();
  }

  private final class Parts implements Iterator<Row> {
    private final int group;
    private final int[] ordinals;
    private final Iterator<PackedContext> contexts;
    private final Queue<Row> ready = new ArrayDeque<>();

    Parts(int group, int[] ordinals, Iterator<PackedContext> contexts) {
      this.group = group;
      this.ordinals = ordinals;
      this.contexts = contexts;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && contexts.hasNext()) {
        PackedContext context = contexts.next();
        if (context.length() == settings.packing().room()) {
          add(plan.place(group, context.index()), 0, context.tokens(), context.segments());
        } else {
          addLeftover(context);
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void addLeftover(PackedContext rest) {
      for (Piece piece :
          Piece.cut(
              rest, plan.leftBefore()[group], settings.packing().room(), plan.leftoverContexts())) {
        long place = plan.leftoverPlace(piece.context());
        if (place >= 0) {
          add(place, piece.at(), piece.tokens(), piece.segments());
        }
      }
    }

    private void add(long place, int at, int[] tokens, List<Segment> segments) {
      Row[] rows = new Row[segments.size()];
      for (int i = 0; i < rows.length; i++) {
        Segment s = segments.get(i);
        rows[i] = RowFactory.create(s.id(), ordinals[s.ordinal()], s.from(), s.to(), s.at());
      }
      ready.add(
          RowFactory.create(
              (int) (place / contextsPerFile),
              place,
              at,
              group,
              Bytes.ofTokens(tokens),
              ArraySeq.unsafeWrapArray(rows)));
    }
  }
}
