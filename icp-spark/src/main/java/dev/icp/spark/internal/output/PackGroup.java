package dev.icp.spark.internal.output;

import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.distributed.GroupLayout;
import dev.icp.distributed.GroupPacker;
import dev.icp.spark.internal.base.Bytes;
import dev.icp.spark.internal.base.MetadataJson;
import dev.icp.spark.internal.base.ScalaLists;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.output.Leftovers.PlacedPart;
import dev.icp.spark.internal.steps.TaskResources;
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
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Packs one group: from {@link Schemas#GROUPED}, by ordinal, and the group's {@link
 * Schemas#LAID_OUT} to the {@link Schemas#PART}s of contexts.
 */
public final class PackGroup implements FlatMapFunction2<Iterator<Row>, Iterator<Row>, Row> {
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
  public Iterator<Row> call(Iterator<Row> documents, Iterator<Row> laidOut) {
    // Cached rows want to be asked whether there are any, even where there must be one.
    if (!documents.hasNext() || !laidOut.hasNext()) {
      return Collections.emptyIterator();
    }
    TaskResources resources = new TaskResources(settings.seed());
    GroupPacker packer = new GroupPacker(settings.packing(), resources);
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener(
          ended -> {
            packer.close();
            resources.close();
          });
    }
    IntArrayList ordinals = new IntArrayList();
    while (documents.hasNext()) {
      Row document = documents.next();
      ordinals.add(document.getInt(1));
      packer.add(
          document.getString(2),
          Bytes.tokens(document.getAs(3)),
          MetadataJson.read(document.getString(4)));
    }
    Row layout = laidOut.next();
    return new Parts(
        layout.getInt(0),
        inWholeCorpus(ordinals.toIntArray()),
        packer,
        GroupLayout.ofBytes(layout.getAs(2)));
  }

  private int[] inWholeCorpus(int[] members) {
    if (kept == null) {
      return members;
    }
    RoaringBitmap bitmap = kept.value();
    return IntStream.of(members).map(bitmap::select).toArray();
  }

  private final class Parts implements Iterator<Row> {
    private final int group;
    private final int[] ordinals;
    private final GroupPacker packer;
    private final Iterator<PackedContext> contexts;
    private final Queue<Row> ready = new ArrayDeque<>();
    private final Iterator<PlacedPart> leftovers;
    private final int full;

    Parts(int group, int[] ordinals, GroupPacker packer, GroupLayout layout) {
      this.group = group;
      this.ordinals = ordinals;
      this.packer = packer;
      contexts = packer.pack(layout);
      full = plan.fullIn(group);
      leftovers =
          plan.leftovers() == null
              ? Collections.emptyIterator()
              : plan.leftovers().parts().getOrDefault(group, List.of()).iterator();
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && contexts.hasNext()) {
        PackedContext context = contexts.next();
        if (context.index() < full) {
          add(plan.place(group, context.index()), context);
        } else if (GroupLayout.standsAlone(settings.packing())) {
          add(plan.leftoverPlace(0), context);
        } else if (plan.leftovers() == null) {
          addLeftover(context);
        }
      }
      while (ready.isEmpty() && leftovers.hasNext()) {
        addLeftover(leftovers.next());
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

    private void add(long place, PackedContext context) {
      int filled = context.length() - context.padding();
      add(
          place,
          0,
          0,
          Arrays.copyOf(context.tokens(), filled),
          context.segments(),
          context.length() < settings.packing().room());
    }

    private void addLeftover(PackedContext rest) {
      int room = settings.packing().room();
      for (Piece piece : Piece.cut(rest, plan.leftBefore()[group], room, plan.leftoverContexts())) {
        long place = plan.leftoverPlace(piece.context());
        if (place >= 0) {
          add(place, piece.at(), group, piece.tokens(), piece.segments(), isShort(place));
        }
      }
    }

    private void addLeftover(PlacedPart placed) {
      GroupLayout.Part part = placed.part();
      long place = plan.leftoverPlace(part.context());
      if (place >= 0) {
        Segment segment =
            new Segment(
                packer.id(part.document()),
                part.document(),
                part.from(),
                part.from() + part.count(),
                part.begin() ? 1 : 0,
                packer.metadata(part.document()));
        add(place, part.at(), placed.turn(), packer.tokens(part), List.of(segment), isShort(place));
      }
    }

    private boolean isShort(long place) {
      return place == plan.shortPlace();
    }

    /**
     * @param turn what stands first where two parts begin at the same place
     */
    private void add(
        long place, int at, int turn, int[] tokens, List<Segment> segments, boolean isShort) {
      List<Row> rows = new ArrayList<>();
      for (Segment s : segments) {
        rows.add(
            RowFactory.create(
                s.id(),
                ordinals[s.ordinal()],
                s.from(),
                s.to(),
                s.at(),
                MetadataJson.of(s.metadata())));
      }
      ready.add(
          RowFactory.create(
              (int) (place / contextsPerFile),
              place,
              at,
              turn,
              Bytes.ofTokens(tokens),
              ScalaLists.of(rows),
              isShort));
    }
  }
}
