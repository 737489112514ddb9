/**
 * Corpora, vectors and contexts in files. Parquet comes with icp-parquet, which cannot be a module
 * and is found as a service.
 */
@SuppressWarnings({"module", "requires-automatic"}) // dev.icp.cli does not exist yet; fastutil.
module dev.icp.formats {
  requires com.fasterxml.jackson.core;
  requires com.github.luben.zstd_jni;
  requires transitive dev.icp.core;
  requires it.unimi.dsi.fastutil.core;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;
  requires static transitive org.jspecify;

  uses dev.icp.formats.spi.ParquetSupport;

  exports dev.icp.formats;
  exports dev.icp.formats.spi;
}
