package dev.icp.spark.internal.base;

import dev.icp.spark.Loader;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Something that every JVM loads once and keeps. */
public final class PerExecutor<T> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ConcurrentHashMap<String, Object> LOADED = new ConcurrentHashMap<>();

  private final String key = UUID.randomUUID().toString();
  private final Loader<? extends T> loader;

  public PerExecutor(Loader<? extends T> loader) {
    this.loader = loader;
  }

  public T get() {
    @SuppressWarnings("unchecked") // Only this loader's product is kept under this key.
    T loaded =
        (T)
            LOADED.computeIfAbsent(
                key,
                k -> {
                  try {
                    return loader.load();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                  }
                });
    return loaded;
  }
}
