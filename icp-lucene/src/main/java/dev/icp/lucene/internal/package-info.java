/** What the packages of this module share. */
@NullMarked
package dev.icp.lucene.internal;

import org.jspecify.annotations.NullMarked;
