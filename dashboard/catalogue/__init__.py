"""What is known before a post is counted: releases, lexicon, languages, others' counts."""
