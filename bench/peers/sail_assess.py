"""Sail: its own server in this process, spoken to by the Spark Connect client."""
from common import PARQUET, show, sql
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

server = SparkConnectServer(port=0)
server.start(background=True)
_, port = server.listening_address
spark = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
spark.read.parquet(PARQUET).createOrReplaceTempView("person_table")
show(*spark.sql(sql("person_table", "DIV")).first())
spark.stop()
server.stop()
