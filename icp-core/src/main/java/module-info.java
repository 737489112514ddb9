/**
 * The library: documents in, contexts out. {@code dev.icp} is its face, {@code dev.icp.spi} what
 * can be replaced, {@code dev.icp.settings} what can be set, {@code dev.icp.distributed} the parts
 * that packing on many machines is made of.
 *
 * <p>The Vector API is used where the JVM was given {@code --add-modules jdk.incubator.vector}.
 */
@SuppressWarnings({"module", "requires-automatic"}) // The modules named do not exist yet; fastutil.
module dev.icp.core {
  requires it.unimi.dsi.fastutil.core;
  requires java.management;
  requires static transitive org.jspecify;

  exports dev.icp;
  exports dev.icp.distributed;
  exports dev.icp.settings;
  exports dev.icp.spi;
  exports dev.icp.internal.base to
      dev.icp.formats,
      dev.icp.lucene,
      dev.icp.models,
      dev.icp.cli;
  exports dev.icp.internal.documents to
      dev.icp.formats;
  exports dev.icp.internal.kernel to
      dev.icp.cli;
  exports dev.icp.internal.report to
      dev.icp.formats;
}
