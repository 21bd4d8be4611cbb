"""Bytes -> blocks of whole CSV records -> columns; what is damaged is salvaged around."""
