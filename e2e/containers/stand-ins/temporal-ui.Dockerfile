FROM enrichment-monitor-stand-in/debian
COPY index.html /var/www/
USER 1000
CMD ["httpd", "-f", "-p", "8080", "-h", "/var/www"]
